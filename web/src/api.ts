// The client of the server's public API. The session cookie authenticates; the CSRF token of its
// second cookie proves that the request comes from this page.

/** Problem is an answer that is not a success, in the words of the server. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: string[],
    readonly requestId: string,
  ) {
    super(message);
  }
}

/** Page is a part of a list; a cursor is null at that end of the list. */
export interface Page<T> {
  data: T[];
  list_metadata: { before: string | null; after: string | null };
}

const csrfCookies = ["__Host-bearward_csrf", "bearward_csrf"];
const masqueradeCookies = ["__Host-bearward_masquerade_csrf", "bearward_masquerade_csrf"];

function firstCookie(names: string[]): string {
  const pairs = document.cookie.split("; ").map((pair) => pair.split("=", 2));
  for (const name of names) {
    const found = pairs.find(([key]) => key === name);
    if (found?.[1]) return found[1];
  }
  return "";
}

// Marks of the tab in which one user acts as another: the name of that other user, and the id of
// the session. Its token is in a cookie that no script can read.
const masqueradeKey = "bearward.masquerade";
const masqueradeSessionKey = "bearward.masquerade_session";

/**
 * masqueradeName returns as whom this tab acts in this session, null if it has begun another one:
 * the masquerade of another tab may have replaced it in the browser.
 */
export const masqueradeName = (session: string | null) =>
  sessionStorage.getItem(masqueradeSessionKey) === session
    ? sessionStorage.getItem(masqueradeKey)
    : null;

/** enterMasquerade makes this tab use the masquerade that has just begun. */
export function enterMasquerade(name: string, session: string): void {
  sessionStorage.setItem(masqueradeKey, name);
  sessionStorage.setItem(masqueradeSessionKey, session);
  location.assign("/console");
}

const actsAsAnother = () => sessionStorage.getItem(masqueradeKey) !== null;

function forgetMasquerade(): void {
  sessionStorage.removeItem(masqueradeKey);
  sessionStorage.removeItem(masqueradeSessionKey);
}

/** leaveMasquerade makes this tab use the own session again, on the page `next`. */
export function leaveMasquerade(next = "/console"): void {
  forgetMasquerade();
  location.assign(next);
}

let token = "";

/**
 * holdSession takes the CSRF token of the session that the browser has now. The page keeps it while
 * it is open: after another sign-in in this browser its requests are refused, instead of acting
 * with the rights and in the organization of the other session.
 */
export function holdSession(): void {
  const other = actsAsAnother() ? firstCookie(masqueradeCookies) : "";
  if (other === "") forgetMasquerade();
  token = other || firstCookie(csrfCookies);
}

/** csrfToken returns the CSRF token of the session that this page holds, "" without one. */
export const csrfToken = () => token;

/** replaced is the event of the window after which this page can only be loaded again. */
export const replaced = "bearward:replaced";

const environmentKey = "bearward.environment";

/** rememberEnvironment keeps the environment of the session for the sign-in page after it. */
export function rememberEnvironment(id: string): void {
  localStorage.setItem(environmentKey, id);
}

/**
 * signInPath returns the path of the sign-in page of the last environment, which then leads to the
 * page `next` of the console.
 */
export function signInPath(next = ""): string {
  const values = { return_to: next, environment: localStorage.getItem(environmentKey) ?? "" };
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ""));
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}

interface ErrorBody {
  detail?: string;
  message?: string;
  code?: string;
  errors?: { pointer?: string; field?: string; message?: string }[];
}

function textOf(body: ErrorBody, status: number): string {
  const first = body.errors?.[0]?.message;
  if (body.message && first) return first;
  return body.detail ?? body.message ?? `The server answered with status ${status}.`;
}

async function problemOf(response: Response): Promise<Problem> {
  let body: ErrorBody = {};
  try {
    body = (await response.json()) as ErrorBody;
  } catch {
    // A proxy may answer with something other than JSON.
  }
  const fields = (body.errors ?? []).map((e) => e.field ?? e.pointer?.replace(/^#\//, "") ?? "");
  const id = response.headers.get("X-Request-Id") ?? "";
  return new Problem(response.status, body.code ?? "", textOf(body, response.status), fields, id);
}

/** send sends a request with a body of JSON, as `own` says. */
async function send(path: string, own: RequestInit, body?: unknown): Promise<Response> {
  const headers = new Headers(own.headers);
  headers.set("Accept", "application/json");
  if (body !== undefined) headers.set("Content-Type", "application/json");
  try {
    return await fetch(path, {
      ...own,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new Problem(0, "offline", "The server cannot be reached. Check the connection.", [], "");
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** call sends a request and returns its JSON. An expired session leads to the sign-in page. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = token ? { "X-CSRF-Token": token } : {};
  const response = await send(path, { method, headers, credentials: "same-origin" }, body);
  if (response.status === 401) {
    if (actsAsAnother()) leaveMasquerade();
    else location.assign(signInPath(location.pathname + location.search));
    // The page is about to be replaced: nothing may use the answer.
    return new Promise<T>(() => {});
  }
  try {
    return await answerOf<T>(response);
  } catch (thrown) {
    const other = thrown instanceof Problem && thrown.code === "csrf_token_required";
    if (other) dispatchEvent(new Event(replaced));
    throw thrown;
  }
}

/** callWith sends a request with a token or key in place of the session, and returns its JSON. */
export async function callWith<T>(credential: string, path: string, body: unknown): Promise<T> {
  const headers = { Authorization: `Bearer ${credential}` };
  return answerOf<T>(await send(path, { method: "POST", headers, credentials: "omit" }, body));
}

/** path builds a path from literal parts and escaped values. */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce(
    (text, part, at) => text + encodeURIComponent(values[at - 1] ?? "") + part,
  );
}

export type Parameters = Record<string, string | string[]>;

/** mostListed bounds what listAll reads, so that no page grows without limit. */
const mostListed = 2000;

/** listAll reads all pages of a list that is short by its nature, such as the access profiles. */
export async function listAll<T>(api: string, parameters: Parameters = {}): Promise<T[]> {
  const rows: T[] = [];
  let after = "";
  do {
    const page = await list<T>(api, { ...parameters, limit: "100", after });
    rows.push(...page.data);
    after = page.list_metadata.after ?? "";
  } while (after !== "" && rows.length < mostListed);
  return rows;
}

/** list reads one page. Empty parameters are left out. Short lists have no cursors at all. */
export async function list<T>(api: string, parameters: Parameters = {}): Promise<Page<T>> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one) query.append(name, one);
  }
  const page = await call<Partial<Page<T>>>("GET", query.size > 0 ? `${api}?${query}` : api);
  return {
    data: page.data ?? [],
    list_metadata: page.list_metadata ?? { before: null, after: null },
  };
}
