import { exchange } from "../protocol.ts";

export default exchange("both-shares");
