import { alive, data, hash, nonce, protocol, sdec, secret, senc, sgk, sign, weakagree } from "assay";

export default protocol("gateway-pairing", { D: "device", G: "gateway" })
  .knows("G", { sgkG: sgk("G") })

  .fresh("D", { Nd: nonce, R: data })
  .message("M1", "D", "G", ({ D, Nd }) => ({ D, Nd }))

  .fresh("G", { Ng: nonce })
  .message("M2", "G", "D", ({ D, Nd, Ng, sgkG }) => sign({ D, Nd, Ng }, sgkG))

  // The session key is made of what travels in clear alone.
  .computes("D", ({ Nd, Ng }) => ({ SK: hash({ Nd, Ng }) }))
  .computes("G", ({ Nd, Ng }) => ({ SK: hash({ Nd, Ng }) }))
  .message("M3", "D", "G", ({ R, SK }) => ({ c: senc({ R }, SK) }), { means: "{R, D <-SK-> G}SK from D" })
  .computes("G", ({ c, SK }) => sdec(c, SK))

  .claims("D", ({ SK, R }) => [secret(SK), secret(R), alive("G"), weakagree("G")])
  .claims("G", ({ SK, R }) => [secret(SK), secret(R), alive("D"), weakagree("D")])

  .ban({
    assumptions: {
      k1: "D bel vkG |-> G",
      f1: "D bel #(Nd)",
      n1: "D bel #(SK)",
      // Papers assume of one side what they derive for the other.
      a1: "G bel D <-SK-> G",
      f2: "G bel #(D <-SK-> G)",
    },
    goals: {
      g1: "D bel G bel (Nd, Ng)",
      g2: "D bel D <-SK-> G",
      g3: "G bel D bel D <-SK-> G",
    },
  });
