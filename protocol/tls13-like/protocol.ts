import {
  agree,
  alive,
  dh,
  hash,
  mac,
  nonce,
  protocol,
  scalar,
  sdec,
  secret,
  senc,
  sgk,
  sign,
  text,
  weakagree,
} from "assay";

export default protocol("tls13-like", { C: "client", S: "server" })
  .uses(dh)
  .public({ hs: text, ap: text, fin: text, verify: text, server: text, client: text })
  .knows("S", { sgkS: sgk("S") })

  // Hello: a nonce and a share of each side.
  .fresh("C", { nc: nonce, x: scalar })
  .computes("C", ({ x }) => ({ X: dh.share(x) }))
  .message("M1", "C", "S", ({ nc, X }) => ({ nc, X }))

  // The server names itself and signs the transcript, under a key that nobody else has yet.
  .fresh("S", { ns: nonce, y: scalar })
  .computes("S", ({ X, nc, ns, y, hs, fin }) => ({
    Y: dh.share(y),
    Khs: hash({ hs, k: dh.key(X, y), nc, ns }),
    Kfin: hash({ fin, k: dh.key(X, y), nc, ns }),
  }))
  .message("M2", "S", "C", ({ nc, X, ns, Y, S, Khs, Kfin, verify, server, sgkS }) => ({
    ns,
    Y,
    sealed: senc({ S, proof: sign({ verify, nc, X, ns, Y }, sgkS), done: mac({ server, S, nc, X, ns, Y }, Kfin) }, Khs),
  }))
  .computes("C", ({ Y, nc, ns, x, hs, fin, ap }) => ({
    Khs: hash({ hs, k: dh.key(Y, x), nc, ns }),
    Kfin: hash({ fin, k: dh.key(Y, x), nc, ns }),
    Kap: hash({ ap, k: dh.key(Y, x), nc, ns }),
  }))
  .computes("C", ({ sealed, Khs }) => sdec(sealed, Khs))

  // The client proves that it has the key, and nothing more: it has no name.
  .message("M3", "C", "S", ({ nc, X, ns, Y, S, Khs, Kfin, client }) => ({
    finished: senc({ done2: mac({ client, S, nc, X, ns, Y }, Kfin) }, Khs),
  }))
  .computes("S", ({ finished, Khs }) => sdec(finished, Khs))
  .computes("S", ({ X, nc, ns, y, ap }) => ({ Kap: hash({ ap, k: dh.key(X, y), nc, ns }) }))

  .claims("C", ({ Kap, nc, ns, X, Y }) => [
    secret(Kap),
    alive("S"),
    weakagree("S"),
    agree("S", [nc, ns, X, Y], { partner: false }),
    agree("S", [nc, ns, X, Y], { partner: false, injective: true }),
  ])
  .claims("S", ({ Kap }) => [secret(Kap), alive("C")]);
