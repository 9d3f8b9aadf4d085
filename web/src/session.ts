// The signed-in person: who the server says it is, and how to sign out.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { call, rememberEnvironment, signInPath } from "./api";

/** Caller is the answer of GET /v1/whoami. */
export interface Caller {
  environment: { id: string; name: string; client_id: string };
  organization: { id: string; number: number; name: string } | null;
  subject: { kind: string; id: string; number: number | null };
  permissions: string[];
  roles: string[];
  session_id: string | null;
}

export async function readCaller(): Promise<Caller> {
  const caller = await call<Caller>("GET", "/v1/whoami");
  rememberEnvironment(caller.environment.id);
  return caller;
}

/** administers says whether the session acts for the whole environment. */
export const administers = (caller: Caller) =>
  caller.organization === null && caller.permissions.includes("*");

export const CallerContext = createContext<Caller | null>(null);

/** useCaller returns the signed-in person, within the pages. */
export function useCaller(): Caller {
  const caller = useContext(CallerContext);
  if (caller === null) throw new Error("useCaller is for pages");
  return caller;
}

/** signOut ends the session on the server, then leaves the console. */
export async function signOut(): Promise<void> {
  await call("POST", "/sign-out");
  location.assign(signInPath());
}
