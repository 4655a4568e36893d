import { aenc, agree, alive, niagree, nisynch, nonce, pk, protocol, secret, weakagree } from "assay";

export default protocol("needham-schroeder", { I: "initiator", R: "responder" })
  .public({ pkI: pk("I"), pkR: pk("R") })

  .fresh("I", { Ni: nonce })
  .message("M1", "I", "R", ({ Ni, I, pkR }) => aenc({ Ni, I }, pkR))

  .fresh("R", { Nr: nonce })
  .message("M2", "R", "I", ({ Ni, Nr, pkI }) => aenc({ Ni, Nr }, pkI), { means: "{<I <=Nr=> R>Ni from R}pkI" })

  .message("M3", "I", "R", ({ Nr, pkR }) => aenc({ Nr }, pkR), { means: "{<I <=Ni=> R>Nr from I}pkR" })

  .claims("I", ({ Ni, Nr }) => [
    secret(Ni),
    secret(Nr),
    alive("R"),
    weakagree("R"),
    agree("R", [Ni, Nr]),
    niagree(),
    nisynch(),
  ])
  .claims("R", ({ Ni, Nr }) => [
    secret(Ni),
    secret(Nr),
    alive("I"),
    weakagree("I"),
    agree("I", [Ni, Nr]),
    niagree(),
    nisynch(),
  ])

  .ban({
    profile: "BAN+C",
    assumptions: {
      k1: "I bel pkI |-> I",
      k2: "R bel pkR |-> R",
      f1: "I bel #(Ni)",
      f2: "R bel #(Nr)",
      s1: "I bel I <=Ni=> R",
      s2: "R bel I <=Nr=> R",
    },
    goals: {
      g1: "I bel R bel I <=Nr=> R",
      g2: "R bel I bel I <=Ni=> R",
      g3: "I bel I <=Nr=> R",
      g4: "R bel I <=Ni=> R",
    },
  });
