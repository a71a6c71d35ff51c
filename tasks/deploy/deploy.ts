// A deployment from the first question to the last answer. Until the lease is held nothing is
// changed that anybody sees; from then on each step is written down in the store before it may have
// an effect, so that a run that was killed is finished by the next one.
import { type Context, EXIT, type Exit, Interrupted, mainAddress } from "@/tasks/deploy/context.ts";
import { passGate } from "@/tasks/deploy/gate.ts";
import { goBack, lastLine, newestMigration } from "@/tasks/deploy/go_back.ts";
import { type Hold, takeLease, TakenError } from "@/tasks/deploy/hold.ts";
import { isUnfinished, type Journal, type StepName } from "@/tasks/deploy/journal.ts";
import { notify, type Outcome } from "@/tasks/deploy/notify.ts";
import type { Artefact } from "@/tasks/deploy/port.ts";
import { StateError } from "@/tasks/deploy/state_client.ts";
import { StepError, timed, wordsOf } from "@/tasks/deploy/work.ts";

/** What comes before the platform is touched; each throws a StepError with its reason. */
export interface Preparation {
  confirm(signal: AbortSignal): Promise<void>;
  /** Looks at the working tree and says which release it is. */
  source(signal: AbortSignal): Promise<string>;
  artefact(release: string, signal: AbortSignal): Promise<Artefact>;
}

export class Deployment {
  readonly #context: Context;
  #hold: Hold | undefined;
  #journal: Journal | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Runs it to its end, whatever that is. */
  async run(preparation: Preparation): Promise<Exit> {
    let artefact: Artefact;
    try {
      artefact = await this.#prepare(preparation);
    } catch (error) {
      return this.#refused(error, EXIT.refused);
    }
    try {
      await this.#step("upload", (signal) => this.#context.platform.upload(artefact, signal));
      await this.#step("config", (signal) => this.#checkConfig(artefact.release, signal));
    } catch (error) {
      return this.#refused(error, error instanceof ConfigError ? EXIT.config : EXIT.failed);
    }
    return await this.#withLease(artefact.release, (hold) => this.#deploy(artefact.release, hold));
  }

  /** Goes back to the release before the one that serves. */
  async rollBack(confirm: (signal: AbortSignal) => Promise<void>): Promise<Exit> {
    const { platform } = this.#context;
    let serving: string | undefined;
    try {
      await this.#step("confirm", confirm);
      serving = await platform.serving(AbortSignal.timeout(30_000));
    } catch (error) {
      return this.#refused(error, EXIT.refused);
    }
    if (serving === undefined) {
      return this.#refused(new StepError("nothing serves here yet"), EXIT.refused);
    }
    const release = serving;
    return await this.#withLease(release, async (hold) => {
      const { last } = hold;
      if (isUnfinished(last)) return await this.#recover(last);
      const previous = last?.release === release ? last.previous : null;
      if (last === null || previous === null || last.state !== "deployed") {
        const error = new StepError("the store knows of no release before this one");
        return this.#refused(error, EXIT.refused);
      }
      await this.#step("backup", (signal) => this.#backup(release, signal));
      this.#journal = { ...last, promoted: true, started: true, migrated: true };
      return await this.#takeBack("asked to go back", EXIT.done);
    });
  }

  async #prepare(preparation: Preparation): Promise<Artefact> {
    await this.#step("confirm", (signal) => preparation.confirm(signal));
    const release = await this.#step("source", (signal) => preparation.source(signal));
    return await this.#step("artefact", (signal) => preparation.artefact(release, signal));
  }

  async #withLease(release: string, work: (hold: Hold) => Promise<Exit>): Promise<Exit> {
    try {
      this.#hold = await this.#step(
        "lease",
        (signal) => takeLease(this.#context, release, () => this.#migrate(release, signal), signal),
      );
    } catch (error) {
      return this.#refused(error, error instanceof TakenError ? EXIT.taken : EXIT.failed);
    }
    try {
      return await work(this.#hold);
    } catch (error) {
      return await this.#fail(error);
    } finally {
      await this.#hold.client.close();
    }
  }

  async #deploy(release: string, { last }: Hold): Promise<Exit> {
    const { platform, target } = this.#context;
    if (isUnfinished(last) && (last.release !== release || last.state === "rolling back")) {
      const exit = await this.#recover(last);
      if (exit !== EXIT.rolledBack || last.release === release) return exit;
    }
    const serving = await platform.serving(AbortSignal.timeout(30_000)) ?? null;
    const resumed = isUnfinished(last) && last.release === release && last.state === "running";
    if (resumed) this.#note("lease", `goes on with the deployment of ${last.startedAt}`);
    const previous = resumed ? last.previous : serving;
    if (previous === release) {
      this.#note("lease", `${release} serves already`);
      await this.#step(
        "verify",
        (signal) => this.#gate("verify", target.addresses, release, signal),
      );
      if (target.smoke) await this.#step("smoke", (signal) => this.#smoke(signal));
      return EXIT.done;
    }
    await this.#write(
      resumed ? last : {
        run: crypto.randomUUID(),
        release,
        previous,
        schemaBefore: null,
        migrated: false,
        started: false,
        promoted: false,
        done: [],
        state: "running",
        startedAt: new Date().toISOString(),
      },
    );
    await this.#tell("started", `${release} is being deployed`);
    await this.#forward(release, previous);
    return EXIT.done;
  }

  async #forward(release: string, previous: string | null): Promise<void> {
    const { platform, target } = this.#context;
    if (!this.#present().done.includes("backup")) {
      const schemaBefore = await this.#step("backup", async (signal) => {
        const newest = await newestMigration(this.#context, release, signal);
        if (newest !== null && previous !== null) await this.#backup(release, signal);
        return newest;
      });
      await this.#done("backup", { schemaBefore });
    }
    await this.#write({ ...this.#present(), migrated: true });
    await this.#step("migrate", (signal) => this.#migrate(release, signal));
    await this.#done("migrate", { started: true });
    const candidate = await this.#step("start", (signal) => platform.start(release, signal));
    await this.#step(
      "candidate",
      (signal) => this.#gate("candidate", { candidate }, release, signal),
    );
    await this.#done("candidate", { promoted: true });
    await this.#step("promote", (signal) => platform.promote(release, signal));
    await this.#step("verify", (signal) => this.#gate("verify", target.addresses, release, signal));
    await this.#done("verify", {});
    if (target.smoke) await this.#step("smoke", (signal) => this.#smoke(signal));
    await this.#step("finish", () => this.#write({ ...this.#present(), state: "deployed" }));
    await this.#tell("deployed", `${release} serves; before it ${previous ?? "nothing"} did`);
    if (previous === null) return;
    await platform.stop(previous, AbortSignal.timeout(60_000)).catch((error: unknown) =>
      this.#note("finish", `${previous} goes on running beside it: ${wordsOf(error)}`)
    );
  }

  /** Finishes what a deployment that was killed has left. */
  async #recover(last: Journal): Promise<Exit> {
    this.#note("lease", `the deployment of ${last.release} was interrupted`);
    this.#journal = last;
    return await this.#takeBack("it was interrupted", EXIT.rolledBack);
  }

  async #fail(error: unknown): Promise<Exit> {
    // Whoever holds the lease now decides; two that move traffic are worse than one that stops.
    if (error instanceof StateError && error.lost) return this.#refused(error, EXIT.taken);
    const exit = error instanceof Interrupted ? EXIT.interrupted : EXIT.rolledBack;
    if (this.#journal === undefined) {
      return this.#refused(error, exit === EXIT.rolledBack ? EXIT.failed : exit);
    }
    const { started, promoted, migrated } = this.#journal;
    const touched = started || promoted || migrated;
    return await this.#takeBack(
      wordsOf(error),
      touched || exit !== EXIT.rolledBack ? exit : EXIT.failed,
    );
  }

  async #takeBack(why: string, exit: Exit): Promise<Exit> {
    const journal: Journal = { ...this.#present(), state: "rolling back" };
    // The traffic comes first; a store that is away must not keep people from their release.
    await this.#write(journal).catch((error: unknown) => this.#note("back", wordsOf(error)));
    const left = await goBack(this.#context, journal);
    const { release, previous } = journal;
    const state = left === undefined ? "rolled back" : "stuck";
    await this.#write({ ...journal, state }).catch((error: unknown) =>
      this.#note("back", wordsOf(error))
    );
    if (left !== undefined) {
      this.#context.report.tell({ step: "back", state: "failed", detail: left });
      await this.#tell("stuck", `${release} failed (${why}), and going back failed too: ${left}`);
      return EXIT.stuck;
    }
    const serves = previous === null ? "nothing serves" : `${previous} serves`;
    this.#context.report.tell({ step: "back", state: "done", detail: serves });
    await this.#tell("rolled back", `${release}: ${why}. ${serves}, and was looked at`);
    return exit;
  }

  async #checkConfig(release: string, signal: AbortSignal): Promise<void> {
    const { code, text } = await this.#context.platform.task(release, ["config:check"], signal);
    if (code === 0) return;
    for (const line of text.trim().split("\n")) this.#note("config", line);
    throw new ConfigError("this environment's configuration is wrong");
  }

  async #backup(release: string, signal: AbortSignal): Promise<void> {
    const { backup } = this.#context.target;
    if (backup === undefined) return this.#note("backup", "left to the database's own backups");
    const words = ["backup", "run", ...backup, "--quiet"];
    const { code, text } = await this.#context.platform.task(release, words, signal);
    if (code !== 0) throw new StepError(`there is no backup: ${lastLine(text)}`);
    this.#note("backup", lastLine(text));
  }

  async #migrate(release: string, signal: AbortSignal): Promise<void> {
    const words = ["migrate", "up", "--wait", "60"];
    const { code, text } = await this.#context.platform.task(release, words, signal);
    if (code !== 0) throw new StepError(`the schema did not go up: ${lastLine(text)}`);
  }

  async #smoke(signal: AbortSignal): Promise<void> {
    const wrong = await this.#context.smoke(mainAddress(this.#context.target), signal);
    if (wrong !== "") throw new StepError(wrong);
  }

  async #gate(
    step: StepName,
    addresses: Readonly<Record<string, string>>,
    release: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { target, env } = this.#context;
    const wrong = await passGate(addresses, {
      release,
      answers: target.answers,
      everyMs: target.everyMs,
      deadlineMs: target.gateSeconds * 1_000,
      token: env["OPS_TOKEN"],
      signal,
      note: (detail) => this.#note(step, detail),
    });
    if (wrong.length > 0) throw new StepError(wrong.join("; "));
  }

  #step<T>(name: StepName, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { report, target, interrupt } = this.#context;
    const signals = [interrupt, ...this.#hold === undefined ? [] : [this.#hold.lost]];
    return timed(report, name, { seconds: target.stepSeconds, signals }, work);
  }

  #present(): Journal {
    if (this.#journal === undefined) throw new TypeError("there is no journal yet");
    return this.#journal;
  }

  async #done(step: StepName, changes: Partial<Journal>): Promise<void> {
    const journal = this.#present();
    await this.#write({ ...journal, ...changes, done: [...new Set([...journal.done, step])] });
  }

  async #write(journal: Journal): Promise<void> {
    await this.#hold?.client.write(journal);
    this.#journal = journal;
  }

  #note(step: string, detail: string): void {
    this.#context.report.tell({ step, state: "note", detail });
  }

  async #tell(state: Outcome["state"], text: string): Promise<void> {
    const { env, target, report } = this.#context;
    const address = mainAddress(target);
    const release = this.#journal?.release ?? "";
    const lines = await notify(env, { environment: target.name, release, state, text, address });
    for (const detail of lines) report.tell({ step: "notify", state: "note", detail });
  }

  async #refused(error: unknown, exit: Exit): Promise<Exit> {
    const why = wordsOf(error);
    this.#context.report.tell({ step: "end", state: "failed", detail: why });
    if (!(error instanceof Interrupted)) await this.#tell("failed", `nothing was changed: ${why}`);
    return error instanceof Interrupted ? EXIT.interrupted : exit;
  }
}

class ConfigError extends StepError {
  override name = "ConfigError";
}
