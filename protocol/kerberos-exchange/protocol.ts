import { agree, alive, key, protocol, sdec, secret, senc, shk, text, weakagree } from "assay";

export default protocol("kerberos-exchange", { A: "client", B: "server", S: { title: "key server", trusted: true } })
  .match(2)
  .public({ plusOne: text })
  .knows("A", { Kas: shk("A", "S") })
  .knows("B", { Kbs: shk("B", "S") })
  .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S") })

  .message("M1", "A", "S", ({ A, B }) => ({ A, B }))

  .fresh("S", { Kab: key })
  .timestamp("S", "Ts")
  .message("M2", "S", "A", ({ A, B, Ts, Kab, Kas, Kbs }) =>
    senc({ Ts, Kab, B, ticket: senc({ Ts, Kab, A }, Kbs) }, Kas),
  )

  // The authenticator shows that A has the key now; B's answer, that B has it.
  .timestamp("A", "Ta")
  .message("M3", "A", "B", ({ A, ticket, Ta, Kab }) => ({ ticket, authenticator: senc({ A, Ta }, Kab) }))
  .computes("B", ({ authenticator, Kab }) => sdec(authenticator, Kab))
  .message("M4", "B", "A", ({ Ta, plusOne, Kab }) => ({ answer: senc({ Ta, plusOne }, Kab) }))
  .computes("A", ({ answer, Kab }) => sdec(answer, Kab))

  .claims("A", ({ Kab }) => [secret(Kab), alive("B"), weakagree("B"), agree("B", [Kab]), agree("S", [Kab])])
  .claims("B", ({ Kab, Ta }) => [
    secret(Kab),
    alive("A"),
    weakagree("A"),
    agree("A", [Kab, Ta]),
    agree("A", [Kab], { injective: true }),
  ])

  .ban({
    assumptions: {
      k1: "A bel A <-Kas-> S",
      k2: "B bel B <-Kbs-> S",
      k3: "S bel A <-Kas-> S",
      k4: "S bel B <-Kbs-> S",
      k5: "S bel A <-Kab-> B",
      j1: "A bel forall K. S controls A <-K-> B",
      j2: "B bel forall K. S controls A <-K-> B",
      f1: "A bel #(Ts)",
      f2: "B bel #(Ts)",
      f3: "B bel #(Ta)",
      f4: "A bel #(Ta)",
    },
    goals: {
      g1: "A bel A <-Kab-> B",
      g2: "B bel A <-Kab-> B",
      g3: "A bel B bel A <-Kab-> B",
      g4: "B bel A bel A <-Kab-> B",
    },
  });
