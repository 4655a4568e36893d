/** A member that listens meets strangers, liars and vandals: each is refused with a note, and honest members are served. */
import { X509Certificate } from "node:crypto";
import { createConnection, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certify, type Credentials } from "./certificates.ts";
import { BadFrame, type CallOutcome, encodeFrame, type Frame, FrameReader, type Hop, MOST_FRAME } from "./frames.ts";
import { Link } from "./link.ts";
import { type Listener, listen } from "./listener.ts";

const members = ["alice", "bob", "carol"];
const dealt = certify(members, "session", Date.now());
const foreign = certify(["alice", "carol"], "another", Date.now());
const own = (name: string): Credentials => dealt.of.get(name) as Credentials;

let listener: Listener;
let notes: string[];
let taken: Hop[];
let answer: (method: string) => Promise<CallOutcome>;
const sockets: (Socket | TLSSocket)[] = [];

async function listenWith(patience: number): Promise<void> {
  notes = [];
  taken = [];
  answer = () => Promise.resolve({ is: "done", content: 1 });
  listener = await listen({
    session: "session",
    name: "bob",
    authority: dealt.authority,
    credentials: own("bob"),
    members: new Set(members),
    take: async (_, hop) => {
      if (hop.id === "bad") throw new BadFrame("It is of no use.");
      taken.push(hop);
    },
    answer: (_, method) => answer(method),
    note: (text) => void notes.push(text),
    limits: { patience, connections: 6, ofOne: 2, unread: 100_000 },
  });
}
beforeEach(() => listenWith(60_000));
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  listener.close();
});

/** A connection, and what it comes to: the frames that arrive until it ends. */
function open(credentials: Credentials | undefined, first: readonly (Frame | Uint8Array)[] = []) {
  const socket = connect({
    host: "127.0.0.1",
    port: listener.port,
    ca: dealt.authority,
    checkServerIdentity: () => undefined,
    ...(credentials === undefined ? {} : { cert: credentials.certificate, key: credentials.key }),
  });
  sockets.push(socket);
  const frames: Frame[] = [];
  const reader = new FrameReader();
  socket.on("secureConnect", () => {
    for (const each of first) socket.write(each instanceof Uint8Array ? each : encodeFrame(each));
  });
  socket.on("data", (bytes: Buffer) => frames.push(...reader.push(bytes)));
  socket.on("error", () => undefined);
  const ended = new Promise<readonly Frame[]>((resolve) => void socket.on("close", () => resolve(frames)));
  return { socket, frames, ended };
}

const hello = (from: string, rest: { session?: string; to?: string } = {}): Frame => ({
  is: "hello",
  session: "session",
  to: "bob",
  from,
  ...rest,
});
const message = (id: string): Frame => ({ is: "message", id, time: 1, counter: 1, bytes: Uint8Array.of(1) });

/** A message of alice's still arrives. */
async function serves(): Promise<void> {
  const id = `after ${taken.length}`;
  const options = {
    session: "session",
    from: "alice",
    to: "bob",
    authority: dealt.authority,
    credentials: own("alice"),
  };
  const link = new Link({ ...options, portOf: () => listener.port, note: (text) => void notes.push(text) });
  link.send({ id, time: 1, counter: 1, bytes: new Uint8Array() });
  expect(await link.call("any", null)).toEqual({ is: "done", content: 1 });
  expect(taken.map((hop) => hop.id)).toContain(id);
  link.close();
}

describe("a certificate", () => {
  it("is of its member, from the authority, and its key is the one that was dealt", () => {
    const authority = new X509Certificate(dealt.authority);
    for (const name of members) {
      const certificate = new X509Certificate(own(name).certificate);
      expect(certificate.subject).toBe(`CN=${name}`);
      expect(certificate.verify(authority.publicKey)).toBe(true);
      expect(certificate.checkIssued(authority)).toBe(true);
      expect(certificate.ca).toBe(false);
      expect(new X509Certificate(foreign.authority).verify(authority.publicKey)).toBe(false);
    }
    expect(authority.ca).toBe(true);
  });
});

describe("a member that listens", () => {
  it("takes messages and answers questions", async () => {
    const { socket, frames } = open(own("alice"), [hello("alice"), message("1")]);
    while (frames.length === 0) await new Promise((resolve) => void socket.once("data", resolve));
    expect(frames).toEqual([{ is: "taken", id: "1" }]);
    await serves();
    expect(notes).toEqual([]);
  });

  it.each([
    ["shows no certificate", undefined, [hello("alice")], /refused/],
    ["shows a certificate of another authority", foreign.of.get("alice"), [hello("alice")], /refused/],
    [
      "speaks in another's name",
      own("carol"),
      [hello("alice"), message("1")],
      /"carol" was ended: It speaks in the name of "alice"/,
    ],
    ["is of another session", own("alice"), [hello("alice", { session: "other" })], /another session/],
    ["is for another member", own("alice"), [hello("alice", { to: "carol" })], /not for this member/],
    ["does not say who it is", own("alice"), [message("1")], /does not say who it is/],
    [
      "announces a frame without end",
      own("alice"),
      [Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
      /announces 4294967295 bytes/,
    ],
    ["sends what is no frame", own("alice"), [hello("alice"), Uint8Array.of(0, 0, 0, 2, 1, 2)], /no kind/],
    [
      "answers what nobody asked",
      own("alice"),
      [hello("alice"), { is: "taken", id: "1" }],
      /no message and no question/,
    ],
    ["sends a message that is refused", own("alice"), [hello("alice"), message("bad")], /of no use/],
  ] as const)("ends a connection that %s", async (_, credentials, first, said) => {
    expect(await open(credentials, first).ended).toEqual([]);
    await expect.poll(() => notes.join("\n")).toMatch(said);
    expect(taken).toEqual([]);
    await serves();
  });

  it.each([
    ["says nothing", []],
    ["stops half-way in a frame", [hello("alice"), Uint8Array.of(0, 0, 1, 0, 1)]],
  ])("ends a connection that %s", async (_, first) => {
    listener.close();
    await listenWith(500);
    await open(own("alice"), first).ended;
    expect(notes.join("\n")).toMatch(/too slow|timeout/);
  });

  it("ends bytes that are no TLS, and a connection that never begins", async () => {
    listener.close();
    await listenWith(500);
    const connections = [1, 2].map(() => createConnection({ host: "127.0.0.1", port: listener.port }));
    sockets.push(...connections);
    const ended = connections.map(
      (socket) => new Promise((resolve) => void socket.on("error", () => undefined).on("close", resolve)),
    );
    connections[0]?.write("GET / HTTP/1.1\r\n\r\n");
    await Promise.all(ended);
    expect(notes.length).toBe(2);
  });

  it("ends a frame that drips, however often a byte comes", async () => {
    listener.close();
    await listenWith(500);
    const { socket, ended } = open(own("alice"), [hello("alice")]);
    const bytes = encodeFrame(message("1"));
    let at = 0;
    let drip: NodeJS.Timeout | undefined;
    socket.once("secureConnect", () => {
      drip = setInterval(() => void socket.write(bytes.subarray(at, (at += 1))), 40);
    });
    await ended;
    clearInterval(drip);
    expect(at).toBeLessThan(bytes.length);
    expect(taken).toEqual([]);
    expect(notes.join()).toMatch(/too slow|timeout/);
  });

  it("ends who asks and does not read, and lets no one have all connections", async () => {
    answer = () => Promise.resolve({ is: "done", content: new Uint8Array(MOST_FRAME / 2) });
    const questions = Array.from(
      { length: 40 },
      (_, number): Frame => ({ is: "call", number, method: "any", content: null }),
    );
    const asking = open(own("carol"), [hello("carol"), ...questions]);
    asking.socket.pause();
    await expect.poll(() => notes.join()).toMatch(/does not read what it is answered/);
    asking.socket.destroy();
    answer = () => Promise.resolve({ is: "done", content: 1 });
    const many = Array.from({ length: 3 }, () => open(own("carol"), [hello("carol")]));
    await Promise.race(many.map(({ ended }) => ended));
    expect(notes.join()).toMatch(/has 2 connections already/);
    await serves();
  });

  it("is not believed where it is another member", async () => {
    const outcomes: string[] = [];
    const link = new Link({
      ...{ session: "session", from: "alice", to: "carol", authority: dealt.authority, credentials: own("alice") },
      portOf: () => listener.port,
      note: (text) => void outcomes.push(text),
    });
    link.send({ id: "1", time: 1, counter: 1, bytes: Uint8Array.of(1) });
    await expect.poll(() => outcomes.join()).toMatch(/carol is expected, and bob answers/);
    link.close();
    expect(taken).toEqual([]);
  });
});
