/** The other side: users who watch their own devices. What they find depends on how the device speaks, not on what. */
import { tossCoin } from "../play/coin.ts";
import type { Adversary } from "../play/game.ts";
import type { Parts } from "../substitution/algorithms.ts";
import type { DetectionView } from "../substitution/detection.ts";
import { readBits } from "../substitution/subversion.ts";
import { mac } from "../../../live/crypto/mac.ts";

type Detector = Adversary<DetectionView, 0 | 1>;

/** The detectors. */
export const DETECTORS: readonly Detector[] = [
  {
    name: "guessing",
    about: "Tosses a coin.",
    play: ({ randomness }) => tossCoin(randomness),
  },
  {
    name: "timing",
    about: "Adds up the work behind 16 outputs: an honest device computes each one once.",
    play({ next }) {
      for (let i = 0; i < 16; i++) if (next().candidates > 1) return 1;
      return 0;
    },
  },
  {
    name: "collision",
    about: "Restarts the device, and looks for an output that it has seen.",
    play({ next, restart }) {
      const seen = new Set<string>();
      for (let i = 0; i < 12; i++) {
        if (i % 4 === 0) restart();
        const { parts } = next();
        const names = Object.values(parts).map((part) => part.join());
        if (names.some((name) => seen.has(name))) return 1;
        for (const name of names) seen.add(name);
      }
      return 0;
    },
  },
  {
    name: "recomputing",
    about: "Computes with its own key what honest code would have given, where that depends on no coins.",
    play({ next, recompute }) {
      for (let number = 0; number < 4; number++) {
        const { parts } = next();
        const expected = Object.entries(recompute(number));
        if (expected.some(([part, bytes]) => parts[part]?.join() !== bytes.join())) return 1;
      }
      return 0;
    },
  },
  {
    name: "bit-agreement",
    about:
      "Looks whether the low bits of outputs agree with the user's own secret, as an unkeyed subversion would make them.",
    play({ next, secret, randomness }) {
      const outputs = Array.from({ length: 32 }, () => next().parts);
      const agreeing = outputs.filter((parts, i) => lowBit(parts) === readBits(secret, i, 1)).length;
      return agreeing >= 28 || agreeing <= 4 ? 1 : tossCoin(randomness);
    },
  },
  {
    name: "uniformity",
    about: "Counts the bits of a hash of 64 outputs, keyed with nothing: a keyed function's bits are uniform for it.",
    play({ next, randomness }) {
      let ones = 0;
      for (let i = 0; i < 64; i++) ones += (mac(new Uint8Array(32), first(next().parts))[0] ?? 0) & 1;
      // Four standard deviations of 64 fair bits.
      return Math.abs(ones - 32) > 16 ? 1 : tossCoin(randomness);
    },
  },
];

function first(parts: Parts): Uint8Array {
  return Object.values(parts)[0] ?? new Uint8Array();
}

function lowBit(parts: Parts): number {
  return (first(parts).at(-1) ?? 0) & 1;
}
