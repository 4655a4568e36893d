import { authentication } from "../protocol.ts";

export default authentication("direction", "both-challenges");
