/** For tests: small protocols, as SPDL, that are injective, or not, each for a reason of its own. */
import { addInjectiveClaims } from "../../scyther/injective-claims.ts";
import { loadSpdl } from "../../scyther/load.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { runToEnd } from "../run-to-end.ts";
import { Verifier } from "../verify.ts";

/** B cannot tell a grant from its replay. */
export const GRANT = `protocol p(A,B) {
  role A { fresh m: Nonce; claim_r(A,Running,B,m); send_1(A,B,{A,B,m}sk(A)); }
  role B { var m: Nonce; recv_1(A,B,{A,B,m}sk(A)); claim_s(B,Nisynch); claim_c(B,Commit,A,m); }
}`;

/** B's nonce comes back with the grant. */
export const ANSWERED_GRANT = `usertype Word; const yes: Word; protocol p(A,B) {
  role A { var n: Nonce; recv_1(B,A,n); claim_r(A,Running,B,yes); send_2(A,B,{A,B,yes,n}sk(A)); }
  role B { fresh n: Nonce; send_1(B,A,n); recv_2(A,B,{A,B,yes,n}sk(A)); claim_s(B,Nisynch); claim_c(B,Commit,A,yes); }
}`;

/** Needham, Schroeder, Lowe. */
export const LOWE = `protocol p(I,R) {
  role I { fresh n: Nonce; var m: Nonce; send_1(I,R,{I,n}pk(R)); recv_2(R,I,{n,m,R}pk(I)); claim_r(I,Running,R,n,m);
    send_3(I,R,{m}pk(R)); claim_s(I,Nisynch); claim_c(I,Commit,R,n,m); }
  role R { var n: Nonce; fresh m: Nonce; recv_1(I,R,{I,n}pk(R)); claim_q(R,Running,I,n,m); send_2(R,I,{n,m,R}pk(I));
    recv_3(I,R,{m}pk(R)); claim_t(R,Nisynch); claim_d(R,Commit,I,n,m); }
}`;

/** S never hears of B's nonce, only of A's, which A ties to B's. */
export const CHAIN = `protocol p(A,B,S) {
  role B { fresh n: Nonce; var a,s: Nonce; send_1(B,A,n); recv_4(A,B,{A,B,S,n,a,{S,A,B,a,s}sk(S)}sk(A));
    claim_s(B,Nisynch); claim_c(B,Commit,S,s); }
  role A { fresh a: Nonce; var n,s: Nonce; recv_1(B,A,n); send_2(A,S,{A,S,B,a}sk(A)); recv_3(S,A,{S,A,B,a,s}sk(S));
    send_4(A,B,{A,B,S,n,a,{S,A,B,a,s}sk(S)}sk(A)); }
  role S { fresh s: Nonce; var a: Nonce; recv_2(A,S,{A,S,B,a}sk(A)); claim_r(S,Running,B,s); send_3(S,A,{S,A,B,a,s}sk(S)); }
}`;

/** As the answered grant, with a greeting that anyone may send: nothing synchronises. */
export const NOISY = `protocol p(A,B) {
  role A { fresh m, hi: Nonce; var n: Nonce; send_0(A,B,hi); recv_1(B,A,n); claim_r(A,Running,B,m); send_2(A,B,{A,B,m,n}sk(A)); }
  role B { fresh n: Nonce; var m, hi: Nonce; recv_0(A,B,hi); send_1(B,A,n); recv_2(A,B,{A,B,m,n}sk(A)); claim_c(B,Commit,A,m); }
}`;

/** A model in which the agreed value comes from a third party, which ties it to B's nonce. */
export const NOISY_CHAIN = `protocol p(A,B,S) {
  role A { fresh hi: Nonce; var n, s: Nonce; send_0(A,B,hi); recv_1(B,A,n); send_2(A,S,A,B,n); recv_3(S,A,{S,A,B,s,n}sk(S));
    claim_r(A,Running,B,s); send_4(A,B,{A,B,S,{S,A,B,s,n}sk(S)}sk(A)); }
  role B { fresh n: Nonce; var s, hi: Nonce; recv_0(A,B,hi); send_1(B,A,n); recv_4(A,B,{A,B,S,{S,A,B,s,n}sk(S)}sk(A));
    claim_c(B,Commit,A,s); }
  role S { fresh s: Nonce; var n: Nonce; recv_2(A,S,A,B,n); send_3(S,A,{S,A,B,s,n}sk(S)); }
}`;

/** A run of B needs two of A, and any two will do: two runs of B find partners, a third one does not. */
export const SCARCE = `usertype Word; const yes: Word; protocol p(A,B) {
  role A { fresh n: Nonce; claim_r(A,Running,B,yes); send_1(A,B,{A,B,yes}sk(A)); send_!2(A,B,{A,B,n}sk(A)); }
  role B { var n, m: Nonce; recv_1(A,B,{A,B,yes}sk(A)); recv_!3(A,B,{A,B,n}sk(A)); recv_!4(A,B,{A,B,m}sk(A));
    not match(n,m); claim_c(B,Commit,A,yes); }
}`;

/** The verifier of such a model, with injective claims behind its own. */
export function verifierOf(text: string): Verifier {
  return new Verifier(addInjectiveClaims(loadSpdl("p.spdl", () => ({ path: "p.spdl", text })).model));
}

/** The verdict on a claim of the protocol p. */
export function judge(text: string, role: string, label: string, maxRuns = 5): Verdict {
  return runToEnd(verifierOf(text), { protocol: "p", role, label }, { maxRuns, maxStates: 20_000 }).verdict;
}
