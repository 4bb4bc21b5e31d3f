import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tell } from "../../src/cli/output.js";
import { JUDGING, progressAtStart, progressLine, progressView } from "../../src/cli/progress.js";

const START = 1_000_000;
const atStart = { ...progressAtStart({ trials: 20, satisfied: 0 }), startedAt: START };

describe("the progress line", () => {
  it("says how far, how well, at what cost, and how long yet", () => {
    const progress = {
      ...atStart,
      satisfiedBefore: 4,
      done: 8,
      reused: 2,
      failed: 1,
      unread: 3,
      retries: 5,
      inFlight: 6,
      inputTokens: 900,
      outputTokens: 70,
    };
    expect(progressLine(progress, 0.0123, { now: START + 80_000 })).toBe(
      "12/20 judged · 6 cached · 1 failed · 3 unread · 5 retries · $0.0123 · 900 tokens in, 70 out · 1 min 20 s left · 6 in flight",
    );
  });

  it("shows a cost that is not known as unknown, and nothing as $0", () => {
    expect(progressLine(atStart, null, { now: START })).toBe(
      "0/20 judged · 0 failed · 0 unread · cost unknown · 0 in flight",
    );
    expect(progressLine(atStart, 0, { now: START })).toContain(" · $0 · ");
  });
});

class Screen extends Writable {
  readonly isTTY: boolean;
  readonly columns = 60;
  readonly rows: number;
  text = "";

  constructor(isTTY: boolean, rows = 4) {
    super();
    this.isTTY = isTTY;
    this.rows = rows;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

async function shownOn(screen: Screen, term = "xterm", cost: () => number | null = () => 0) {
  return progressView(cost, JUDGING, screen as unknown as NodeJS.WriteStream, { TERM: term });
}

describe("the progress view", () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  it("writes a plain line every ten seconds where stderr is no terminal, also while nothing happens, and the end", async () => {
    const screen = new Screen(false);
    let dollars = 0;
    const view = await shownOn(screen, "xterm", () => dollars);
    view.show({ ...atStart, done: 1 });
    expect(screen.text).toBe("");
    vi.advanceTimersByTime(20_000);
    expect(screen.text.match(/1\/20 judged/g)).toHaveLength(2);
    view.show({ ...atStart, done: 20 });
    // What the last judgments cost is known only after they were shown.
    dollars = 1.5;
    view.done();
    view.done();
    expect(screen.text).toMatch(/20\/20 judged .* \$1\.5000 · 0 in flight\n$/);
    expect(screen.text.match(/20\/20/g)).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(screen.text.match(/20\/20/g)).toHaveLength(1);
    expect(screen.text).not.toContain("\u001b");
  });

  it.each([
    ["understands nothing", new Screen(true), "dumb"],
    ["has no size", new Screen(true, 0), "xterm"],
  ])("is plain on a terminal that %s", async (_, screen, term) => {
    const view = await shownOn(screen, term);
    view.show(atStart);
    view.done();
    expect(screen.text).toBe(`${progressLine(atStart, 0, { now: START })}\n`);
  });

  it("keeps one live line at the foot of a terminal, within its width, and what is told above it", async () => {
    const screen = new Screen(true);
    const view = await shownOn(screen);
    view.show(atStart);
    // More lines than the terminal has rows: none may be lost.
    tell("1\n2\n3\n4\n5\n6");
    view.show({ ...atStart, done: 3 });
    vi.advanceTimersByTime(1000);
    view.done();
    view.done();
    const visible = onScreen(screen.text);
    expect(visible).toEqual(["1", "2", "3", "4", "5", "6", expect.stringMatching(/^3\/20 judged/)]);
    expect(Math.max(...visible.map((line) => line.length))).toBeLessThan(60);
  });
});

/** The lines a terminal would show after all this was written to it: enough of its language for one live line. */
function onScreen(written: string): string[] {
  const lines = [""];
  let row = 0;
  for (const [part] of written.matchAll(/\u001b\[\??[0-9;]*[A-Za-z]|\n|[^\u001b\n]+/g)) {
    if (part === "\n") {
      row++;
      lines[row] ??= "";
    } else if (part === "\u001b[2K") lines[row] = "";
    else if (/^\u001b\[\d*A$/.test(part)) row -= Number(part.slice(2, -1) || 1);
    else if (/^\u001b\[\d*B$/.test(part)) row += Number(part.slice(2, -1) || 1);
    else if (!part.startsWith("\u001b")) lines[row] += part;
  }
  return lines.filter((line) => line !== "");
}
