import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";

/** The user that programs run as: nobody's. Limits on processes do not bind root. */
export const NOBODY = 65534;

const BUBBLEWRAPS = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];
/** Only pythons of the system: one in a home folder cannot be shown to the sandbox without showing that folder. */
const PYTHONS = ["/usr/bin/python3", "/usr/local/bin/python3"];
/** What a program's own interpreter needs of the host, read only. Neither /proc nor /sys nor /etc is there. */
const LIBRARIES = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64", "/usr/share/zoneinfo"];
const DEVICES = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];
const SCRATCH_BYTES = 16 * 2 ** 20;

export interface Tools {
  readonly bubblewrap: string;
  readonly python: string;
}

/** The programs that make the sandbox, or which of them is missing. */
export function findTools(exists: (path: string) => boolean = existsSync): Tools | string {
  if (process.platform !== "linux")
    return `bubblewrap sandboxes are made on Linux, and this is ${process.platform}`;
  const bubblewrap = BUBBLEWRAPS.find((path) => exists(path));
  if (!bubblewrap) return "bubblewrap (bwrap) is not installed";
  const python = PYTHONS.find((path) => exists(path));
  if (!python) return `there is no ${PYTHONS.join(" and no ")}`;
  return { bubblewrap, python };
}

/**
 * The arguments of bubblewrap for one run of `python3 -c code`: namespaces of its own for users, processes, network, mounts, IPC and host
 * name, no further ones inside, no capability, no environment; libraries read only, and nothing that can be written but a small /tmp.
 * Descriptor `stdinFile` holds what is to be read at /dev/stdin, which is a link into /proc elsewhere.
 */
export function bubblewrapArguments({ python }: Tools, code: string, stdinFile: number): string[] {
  const program = realpathSync(python);
  const local = program.startsWith("/usr/local/") ? ["/usr/local/lib"] : [];
  return [
    ...[
      "--unshare-all",
      "--unshare-user",
      "--disable-userns",
      "--uid",
      String(NOBODY),
      "--gid",
      String(NOBODY),
    ],
    ...["--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...[...LIBRARIES, ...local].flatMap(shown),
    ...["--ro-bind", program, program],
    ...DEVICES.flatMap((device) => ["--dev-bind", device, device]),
    ...["--ro-bind-data", String(stdinFile), "/dev/stdin"],
    ...["--size", String(SCRATCH_BYTES), "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"],
    ...["--", program, "-I", "-B", "-X", "utf8", "-c", code],
  ];
}

/** A folder as it stands on the host: a link to another stays a link. */
function shown(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ["--symlink", readlinkSync(path), path]
    : ["--ro-bind", path, path];
}
