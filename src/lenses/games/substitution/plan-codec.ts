/** Plans of subversions cross the line as JSON, and are read with care: they come from an adversary. */
import { toBytes } from "../../../live/crypto/bytes.ts";
import type { Codec } from "../play/codec.ts";
import type { SubversionPlan } from "./subversion.ts";

/** A plan. */
export const PLAN: Codec<SubversionPlan> = {
  what: "the plan of a subversion",
  encode: (value) => toBytes(JSON.stringify(readPlan(value))),
  decode: (bytes) => readPlan(JSON.parse(new TextDecoder().decode(bytes))),
};

function readPlan(value: unknown): SubversionPlan {
  const plan = value as Readonly<Record<string, unknown>>;
  switch (plan["kind"]) {
    case "rejection": {
      const { part, bits, state, payload } = plan;
      const isRight =
        typeof part === "string" &&
        (bits === 1 || bits === 2 || bits === 4 || bits === 8) &&
        (state === "stateful" || state === "stateless") &&
        (payload === "secret" || payload === "zeros");
      if (!isRight) throw new TypeError("no plan");
      return { kind: "rejection", part, bits, state, payload };
    }
    case "restarting": {
      const { part, bits } = plan;
      if (typeof part !== "string" || (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8)) {
        throw new TypeError("no plan");
      }
      return { kind: "restarting", part, bits };
    }
    case "keyed-coins":
    case "keyed-source":
    case "ignored-share":
    case "negated-element":
    case "foreign-point":
    case "telling-nonce":
      return { kind: plan["kind"] };
    case "few-masks": {
      const { masks } = plan;
      if (typeof masks !== "number" || !Number.isInteger(masks) || masks < 1 || masks > 256)
        throw new TypeError("no plan");
      return { kind: "few-masks", masks };
    }
    default:
      throw new TypeError("no plan");
  }
}
