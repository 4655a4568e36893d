/** Random messages of one role about a value that can be guessed: as a description, and as a ProVerif process. */
import { aenc, data, hash, mac, nonce, pk, protocol, secret, senc, sgk, shk, sign } from "../../../../index.ts";
import type { Typed } from "../../../../core/theory/phantom.ts";

/** `M` is guessed, `N` is in the open, `X` stays secret; `k` is the key of both, `K` a key that travels in the open. */
export type Message =
  | { readonly is: "atom"; readonly name: "M" | "N" | "X" | "k" | "K" }
  | { readonly is: "hash" | "seal" | "sign"; readonly of: Message }
  | { readonly is: "mac" | "box"; readonly of: Message; readonly key: Message }
  | { readonly is: "pair"; readonly left: Message; readonly right: Message };

/** The messages of a seed. */
export function drawMessages(seed: number): readonly Message[] {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const atom = (...names: readonly ("M" | "N" | "X" | "k" | "K")[]): Message => {
    return { is: "atom", name: names[below(names.length)] as "M" };
  };
  const draw = (depth: number): Message => {
    if (depth === 0 || below(5) === 0) return atom("M", "M", "N", "X");
    const of = draw(depth - 1);
    switch (below(6)) {
      case 0:
        return { is: "hash", of };
      case 1:
        return { is: "mac", of, key: key() };
      case 2:
        return { is: "box", of, key: key() };
      case 3:
        return { is: "seal", of };
      case 4:
        return { is: "sign", of };
      default:
        return { is: "pair", left: of, right: draw(depth - 1) };
    }
  };
  const key = (): Message => {
    switch (below(6)) {
      case 0:
        return atom("M");
      case 1:
        return { is: "hash", of: { is: "pair", left: atom("M"), right: atom("N", "X") } };
      case 2:
        return atom("K");
      default:
        return atom("k", "k", "X");
    }
  };
  // What hides the guess, mostly: in the open it needs no guess.
  const hidden = (): Message => {
    const message = draw(3);
    return showsGuess(message) ? hidden() : message;
  };
  return Array.from({ length: 1 + below(3) }, hidden);
}

/** True for messages that give the guessed value away, whoever reads them. */
function showsGuess(message: Message): boolean {
  switch (message.is) {
    case "atom":
      return message.name === "M";
    case "pair":
      return showsGuess(message.left) || showsGuess(message.right);
    case "sign":
      return showsGuess(message.of);
    case "box":
      return message.key.is === "atom" && message.key.name === "K" && showsGuess(message.of);
    case "hash":
    case "mac":
    case "seal":
      return false;
    default:
      return message satisfies never;
  }
}

type Known = Readonly<Record<"M" | "N" | "X" | "k" | "K" | "sgkA", Typed<unknown>>>;

/** The protocol in which A says these messages, and claims that nobody can verify a guess. */
export function writeProtocol(messages: readonly Message[]): object {
  let pairs = 0;
  const say = (message: Message, known: Known): Typed<unknown> => {
    const inside = (of: Message): never => say(of, known) as never;
    switch (message.is) {
      case "atom":
        return known[message.name];
      case "hash":
        return hash(inside(message.of));
      case "seal":
        return aenc(inside(message.of), pk("B"));
      case "sign":
        return sign(inside(message.of), known.sgkA as never);
      case "mac":
        return mac(inside(message.of), inside(message.key));
      case "box":
        return senc(inside(message.of), inside(message.key));
      case "pair": {
        // Names of its own, since B holds what it has opened by name.
        const own = ++pairs;
        return { [`left${own}`]: say(message.left, known), [`right${own}`]: say(message.right, known) } as never;
      }
      default:
        return message satisfies never;
    }
  };
  const first = protocol("messages", { A: "one", B: "other" })
    .knows("A", { sgkA: sgk("A"), k: shk("A", "B") })
    .fresh("A", { M: data, N: nonce, X: nonce, K: nonce })
    // Everything is used, so that nothing is a mistake of the description.
    .message("M0", "A", "B", ({ M, N, X, K, k }) => ({ N, K, used: senc({ M, X }, k) }));
  const rest = messages.reduce(
    (so: { message: (...args: never[]) => never }, message, i) =>
      so.message(...([`M${i + 1}`, "A", "B", (known: Known) => ({ [`m${i}`]: say(message, known) })] as never[])),
    first as never,
  ) as unknown as { claims: (...args: unknown[]) => object };
  return rest.claims("A", ({ M }: Known) => [secret(M, { guessable: true })]);
}

/** The same as a ProVerif process; what draws randomness has a name of its own in it. */
export function writeWeakSecret(messages: readonly Message[]): string {
  const fresh: string[] = [];
  const draw = (): string => {
    fresh.push(`r${fresh.length}`);
    return fresh.at(-1) as string;
  };
  const say = (message: Message): string => {
    switch (message.is) {
      case "atom":
        return message.name;
      case "hash":
        return `hash(${say(message.of)})`;
      case "seal":
        return `aenc(${say(message.of)}, pk(skB), ${draw()})`;
      case "sign":
        return `sign(${say(message.of)}, skA)`;
      case "mac":
        return `mac(${say(message.of)}, ${say(message.key)})`;
      case "box":
        return `senc(${say(message.of)}, ${say(message.key)}, ${draw()})`;
      case "pair":
        return `(${say(message.left)}, ${say(message.right)})`;
      default:
        return message satisfies never;
    }
  };
  const said = [`senc((M, X), k, ${draw()})`, ...messages.map(say)].map((message) => `out(c, ${message});`);
  return [
    "free c: channel.",
    "free M: bitstring [private].",
    "weaksecret M.",
    "fun hash(bitstring): bitstring. fun mac(bitstring, bitstring): bitstring.",
    "fun senc(bitstring, bitstring, bitstring): bitstring.",
    "reduc forall m: bitstring, k: bitstring, r: bitstring; sdec(senc(m, k, r), k) = m.",
    "fun pk(bitstring): bitstring. fun aenc(bitstring, bitstring, bitstring): bitstring.",
    "reduc forall m: bitstring, k: bitstring, r: bitstring; adec(aenc(m, pk(k), r), k) = m.",
    "fun sign(bitstring, bitstring): bitstring. reduc forall m: bitstring, k: bitstring; message(sign(m, k)) = m.",
    "process new N: bitstring; new X: bitstring; new K: bitstring; new k: bitstring; new skA: bitstring; new skB: bitstring;",
    ...fresh.map((name) => `new ${name}: bitstring;`),
    "out(c, (N, K, pk(skB)));",
    ...said,
    "0",
  ].join("\n");
}
