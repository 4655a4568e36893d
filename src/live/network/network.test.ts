import { describe, expect, it } from "vitest";
import { seededRandomness } from "../crypto/randomness.ts";
import type { Party, Reply } from "../parties/party.ts";
import { type Flight, type Grip, Network, type NetworkOptions } from "./network.ts";

/** A party that notes what it gets, and answers one message with another. */
class Noting implements Party {
  readonly log = [];
  readonly got: string[] = [];
  readonly name: string;
  private readonly answers: ReadonlyMap<string, string>;

  constructor(name: string, answers: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.answers = new Map(Object.entries(answers));
  }

  receive(bytes: Uint8Array): Promise<Reply> {
    const text = Buffer.from(bytes).toString();
    this.got.push(text);
    const answer = this.answers.get(text);
    const messages = answer === undefined ? [] : [{ to: "A", bytes: Buffer.from(answer) }];
    return Promise.resolve({ is: "accepted", messages });
  }
}

async function play(options: NetworkOptions, words = ["1", "2", "3"]): Promise<{ a: string[]; b: string[] }> {
  const network = new Network(options);
  const [a, b] = [new Noting("A"), new Noting("B", { "1": "one" })];
  network.attach(a);
  network.attach(b);
  network.post(
    "A",
    words.map((word) => ({ to: "B", bytes: Buffer.from(word) })),
  );
  await network.run(100);
  return { a: a.got, b: b.got };
}

const text = ({ bytes }: Flight): string => Buffer.from(bytes).toString();
const intruder = (intercept: (flight: Flight, grip: Grip) => readonly Flight[]) => ({ intruder: { intercept } });

describe("the network", () => {
  it("delivers in the order of sending, and answers too", async () => {
    expect(await play({})).toEqual({ a: ["one"], b: ["1", "2", "3"] });
  });

  it("lets the intruder drop, edit and replay", async () => {
    const drop = intruder((flight) => (text(flight) === "2" ? [] : [flight]));
    expect((await play(drop)).b).toEqual(["1", "3"]);
    const edit = intruder((flight) => [text(flight) === "2" ? { ...flight, bytes: Buffer.from("two") } : flight]);
    expect((await play(edit)).b).toEqual(["1", "two", "3"]);
    const replay = intruder((flight) => (text(flight) === "2" ? [flight, flight] : [flight]));
    expect((await play(replay)).b).toEqual(["1", "2", "2", "3"]);
    const redirect = intruder((flight) => [text(flight) === "2" ? { ...flight, to: "A" } : flight]);
    expect(await play(redirect)).toEqual({ a: ["2", "one"], b: ["1", "3"] });
  });

  it("lets the intruder hold, release and inject", async () => {
    let held: Flight | undefined;
    const reorder = intruder((flight, grip) => {
      if (text(flight) === "1") {
        held = flight;
        grip.hold(flight);
        return [];
      }
      if (text(flight) === "3" && held !== undefined) grip.release(held.number, Buffer.from("late"));
      return [flight];
    });
    expect((await play(reorder)).b).toEqual(["2", "late", "3"]);
    const inject = intruder((flight, grip) => {
      if (text(flight) === "1") grip.inject({ from: "A", to: "B", bytes: Buffer.from("forged") });
      return [flight];
    });
    expect((await play(inject)).b).toEqual(["1", "2", "3", "forged"]);
  });

  it("loses what is for nobody, and releases nothing twice", async () => {
    const network = new Network();
    const b = new Noting("B");
    network.attach(b);
    network.inject({ from: "A", to: "nobody", bytes: Buffer.from("x") });
    network.inject({ from: "A", to: "B", bytes: Buffer.from("y") });
    network.release(7);
    expect((await network.run(10)).map(({ flight }) => text(flight))).toEqual(["y"]);
    expect(network.isBusy).toBe(false);
  });

  it("has the disorder of its seed", async () => {
    const words = [..."abcdefgh"];
    const play1 = await play({ disorder: seededRandomness("one") }, words);
    expect(await play({ disorder: seededRandomness("one") }, words)).toEqual(play1);
    expect(play1.b).not.toEqual(words);
    expect([...play1.b].sort()).toEqual(words);
    expect((await play({ disorder: seededRandomness("two") }, words)).b).not.toEqual(play1.b);
  });

  it("stops where it is told to", async () => {
    const network = new Network();
    const echo = new Noting("A", { x: "x" });
    network.attach(echo);
    network.inject({ from: "A", to: "A", bytes: Buffer.from("x") });
    expect(await network.run(5)).toHaveLength(5);
  });
});
