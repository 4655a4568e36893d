import { authentication, PRECAUTIONS } from "../protocol.ts";

export default authentication(...PRECAUTIONS);
