// The signed-in person: who the server says it is, and how to sign out.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import {
  call,
  enterMasquerade,
  holdSession,
  leaveMasquerade,
  path,
  rememberEnvironment,
  signInPath,
} from "./api";

/** Caller is the answer of GET /v1/whoami. */
export interface Caller {
  environment: { id: string; name: string; client_id: string };
  organization: { id: string; number: number; name: string } | null;
  subject: { kind: string; id: string; number: number | null };
  permissions: string[];
  roles: string[];
  session_id: string | null;
  expires_at: string | null;
  /**
   * impersonator is the signed-in person, if it acts as the subject. It has an environment_id if it
   * is an operator who acts for another environment.
   */
  impersonator?: { id: string; environment_id?: string; name: string; reason: string };
  /** manages_installation: the caller is an operator. */
  manages_installation: boolean;
  /** name of the subject, for people to read */
  name: string;
}

/** EnvironmentRow is an environment, for operators. */
export interface EnvironmentRow {
  id: string;
  name: string;
  sandbox: boolean;
  enabled: boolean;
  client_id: string;
  created_at: string;
}

let newest: Caller | null = null;

/** readCaller reads whose session the browser has now; the page keeps that session. */
export async function readCaller(): Promise<Caller> {
  holdSession();
  const caller = await call<Caller>("GET", "/v1/whoami");
  // An operator signs in to its own environment again.
  if (!caller.impersonator) rememberEnvironment(caller.environment.id);
  newest = caller;
  return caller;
}

/** lastCaller returns the newest answer of readCaller, for functions that are no component. */
export const lastCaller = () => newest;

/** administers says whether the session acts for the whole environment. */
export const administers = (caller: Caller) =>
  caller.organization === null && caller.permissions.includes("*");

/**
 * Need is what a page or an action asks of the caller: a permission or several of them,
 * "environment" where it must act for the whole environment, "organization" where it must be bound
 * to one, "installation" where it must be an operator, "user" where it must be a user and not an
 * environment, "person" where a masquerade is refused. The API decides; a need only spares what the
 * API would refuse.
 */
export type Need = string | readonly string[];

/** may says whether the caller has what is asked; without a need everyone has it. */
export function may(caller: Caller, need: Need | undefined): boolean {
  const has = (one: string) => {
    if (one === "environment") return administers(caller);
    if (one === "organization") return caller.organization !== null;
    if (one === "installation") return caller.manages_installation;
    if (one === "user") return caller.subject.kind === "user";
    if (one === "person") return caller.impersonator === undefined;
    return caller.permissions.includes(one) || caller.permissions.includes("*");
  };
  return [need ?? []].flat().every(has);
}

/** companyPath is the page of an organization, which a member opens as its own company. */
export const companyPath = (caller: Caller, organization: string) =>
  caller.organization?.id === organization ? "/company" : `/organizations/${organization}`;

/** OpensContext says whether the caller may open a path of the console. */
export const OpensContext = createContext<(path: string) => boolean>(() => true);
export const useOpens = () => useContext(OpensContext);

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

/** actFor makes this tab act for another environment. */
export async function actFor({ id, name }: EnvironmentRow): Promise<void> {
  const begun = await call<{ session_id: string }>(
    "POST",
    path`/v1/environments/${id}/masquerade`,
    {},
  );
  enterMasquerade(name, begun.session_id);
}

/**
 * endMasquerade ends it on the server, then shows the login as whom this tab acted, or the
 * environments.
 */
export async function endMasquerade(caller: Caller): Promise<void> {
  await call("POST", "/sign-out");
  const login = path`/console/logins/${caller.subject.id}`;
  leaveMasquerade(caller.impersonator?.environment_id ? "/console/environments" : login);
}

/** changeOrganization leads to the page that asks for another organization. */
export async function changeOrganization(caller: Caller): Promise<void> {
  await call("POST", "/sign-in/switch");
  const query = new URLSearchParams({
    environment: caller.environment.id,
    return_to: "/console",
  });
  location.assign(`/sign-in/organization?${query}`);
}
