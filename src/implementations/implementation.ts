/**
 * Somebody else's implementation under test: opened once, reset before every sequence, and opened anew after a failure.
 */
import { toBytes } from "../live/crypto/bytes.ts";
import { hash } from "../live/crypto/hash.ts";
import { Failed } from "../live/generic/failed.ts";
import type { Implementing, Perform, Setting } from "../live/generic/performer.ts";
import { keepToRole } from "../live/generic/stage.ts";
import { Holding } from "../live/roles/holding.ts";
import type { Operations } from "../live/roles/operations.ts";
import type { RolePlan } from "../live/roles/plan.ts";
import type { Channel, OpenChannel } from "./channel.ts";
import { ForeignRun } from "./foreign-run.ts";
import type { Mapping } from "./mapping.ts";
import { encodeBase64 } from "./plain.ts";
import { type Answer, readAnswer, type Request } from "./requests.ts";
import type { Wire } from "./wire.ts";

/** Parts of an implementation. */
export interface ImplementationParts {
  readonly mapping: Mapping;
  readonly wire: Wire;
  readonly open: OpenChannel;
  /** Other cryptography than ours. */
  readonly operations: Partial<Operations>;
}

export class Implementation implements Implementing {
  readonly mapping: Mapping;
  private readonly parts: ImplementationParts;
  private channel: Channel | undefined;
  private said: { readonly name?: string; readonly version?: string } = {};
  /** Failures so far, each of which has cost a process. */
  failures = 0;

  constructor(parts: ImplementationParts) {
    this.parts = parts;
    this.mapping = parts.mapping;
  }

  /** Its name and version, for readers. */
  get title(): string {
    const { name, version } = { ...this.mapping, ...this.said };
    return version === undefined ? name : `${name} ${version}`;
  }

  /** The roles that it plays; undefined: all. */
  get roles(): readonly string[] | undefined {
    return this.mapping.roles;
  }

  readonly adaptPlan: Implementing["adaptPlan"] = (plan) => this.parts.wire.adaptPlan(plan);

  readonly adaptOperations: Implementing["adaptOperations"] = (ours) => {
    const operations = { ...ours, ...this.parts.operations };
    if (this.mapping.contexts === "assay") return operations;
    return {
      ...operations,
      seal: (family, key, message, _, randomness) => operations.seal(family, key, message, "", randomness),
      unseal: (family, key, box) => operations.unseal(family, key, box, ""),
      sign: (key, message) => operations.sign(key, message, ""),
      verify: (key, message, signature) => operations.verify(key, message, signature, ""),
      hash: (message) => operations.hash(message, ""),
    };
  };

  readonly begin: Implementing["begin"] = async (setting) => {
    await this.reset(setting.plan.protocol);
    await this.ask({ do: "clock", now: setting.now() });
    await this.ask({ do: "random", seed: encodeBase64(hash(toBytes(`implementation ${setting.seed}`))) });
    return this.performOn(setting);
  };

  /** Ends its process. */
  close(): void {
    this.channel?.close();
    this.channel = undefined;
  }

  /** Asks it to forget everything, opening it where it is not open. Throws Failed. */
  async reset(protocol: string): Promise<void> {
    const { startSeconds, answerSeconds } = this.mapping;
    const isNew = this.channel === undefined;
    this.channel ??= await this.parts.open(startSeconds * 1000);
    const answer = await this.ask({ do: "reset", protocol }, isNew ? startSeconds : answerSeconds);
    if (answer.is !== "accepted") throw this.fail(new Failed("failed", "reset", `It refuses: ${answer.because}`));
    const { name, version } = answer;
    this.said = { ...(name && { name }), ...(version && { version }) };
  }

  private async ask(request: Request, seconds = this.mapping.answerSeconds): Promise<Answer> {
    if (this.channel === undefined) throw new Failed("ended", request.do, "It has failed before in this sequence.");
    try {
      return readAnswer(await this.channel.ask(request, seconds * 1000), request.do);
    } catch (error) {
      throw this.fail(error);
    }
  }

  private fail(error: unknown): unknown {
    if (error instanceof Failed) this.failures += 1;
    this.close();
    return error;
  }

  private performOn(setting: Setting): Perform {
    const { plan, operations, ring } = setting;
    const roles = new Set(this.mapping.roles ?? plan.roles.keys());
    return (id, role, cast, known) => {
      if (!roles.has(role)) return undefined;
      const agent = cast.get(role) ?? "";
      const own = plan.roles.get(role) as RolePlan;
      return new ForeignRun({
        id,
        role,
        agent,
        cast,
        holding: new Holding(known),
        means: { plan: own, operations, keys: keepToRole(own, ring.of(agent)) },
        setting,
        mapping: this.mapping,
        wire: this.parts.wire,
        ask: (request) => this.ask(request),
      });
    };
  }
}
