import { Command, CommanderError } from "commander";
import { addAuditCommand } from "./audit.js";
import { addBenchmarksCommand } from "./benchmarks.js";
import { addBestOfNCommand } from "./best-of-n.js";
import { addCompareCommand } from "./compare.js";
import { addDemoCommand } from "./demo.js";
import { addDoctorCommand } from "./doctor.js";
import { EXIT, type Finish, reportError } from "./exit.js";
import { addExportCommand } from "./export.js";
import { addImportCommand } from "./import.js";
import { addInitCommand } from "./init.js";
import { addJudgeCommand } from "./judge.js";
import { addProtocolsCommand } from "./protocols.js";
import { addReparseCommand } from "./reparse.js";
import { addReportCommand } from "./report.js";
import { addRescoreCommand } from "./rescore.js";
import { addRunCommand } from "./run.js";
import { addRunsCommand } from "./runs.js";
import { addSampleCommand } from "./sample.js";
import { addScoreCommand } from "./score.js";
import { addValidateCommand } from "./validate.js";
import { addVerifyCommand } from "./verify.js";
import { packageVersion } from "./version.js";

/** Runs the command line and says with which code the process should end. Nothing but commander is loaded before a command runs. */
export async function main(argv: readonly string[]): Promise<number> {
  goOnPastClosedPipes();
  forgetEmptyVariables();
  let exitCode: number = EXIT.ok;
  const program = new Command("touchstone")
    .description("Tests generative reward models: judges that write a critique, then a verdict.")
    .version(packageVersion())
    .showHelpAfterError("(--help shows what is possible)")
    .addHelpText("after", TOP_HELP);
  const finish = (code: number) => {
    exitCode = code;
  };
  for (const add of COMMANDS) add(program, finish);
  throwInsteadOfExiting(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(error);
  }
  return exitCode;
}

const COMMANDS = [
  addDemoCommand,
  addInitCommand,
  addRunCommand,
  addJudgeCommand,
  addReportCommand,
  addCompareCommand,
  addBestOfNCommand,
  addAuditCommand,
  addBenchmarksCommand,
  addImportCommand,
  addScoreCommand,
  addRescoreCommand,
  addReparseCommand,
  addRunsCommand,
  addProtocolsCommand,
  addValidateCommand,
  addSampleCommand,
  addVerifyCommand,
  addExportCommand,
  addDoctorCommand,
] satisfies ((program: Command, finish: Finish) => void)[];

const TOP_HELP = `
Examples:
  $ touchstone demo                                       a recorded run and the baselines, no key, no network
  $ touchstone validate pairs.jsonl                       what is in a preference set, and what is wrong with it
  $ touchstone run --data pairs.jsonl --judge gpt-4o-mini ask a judge both orders and compare it with people
  $ touchstone report RUN -o report.md                    the figures again, without a call

Exit codes: 0 ok · 1 a gate failed · 2 usage or config · 3 finished incomplete · 130 interrupted (the same command resumes)`;

// exitOverride does not reach subcommands that exist already: each is told itself.
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const subcommand of command.commands) throwInsteadOfExiting(subcommand);
}

// A variable that is set to nothing says nothing; commander would take it for a value.
function forgetEmptyVariables(): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (name.startsWith("TOUCHSTONE_") && value === "") delete process.env[name];
  }
}

// `touchstone report | head` closes our output early: that is no error of ours, and the work and its exit code stay what they are.
function goOnPastClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
