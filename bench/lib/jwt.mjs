// Reads JWTs for checks, without verifying them.

const part = (token, index) =>
  JSON.parse(Buffer.from(token.split('.')[index], 'base64url').toString());

export const headerOf = (token) => part(token, 0);
export const claimsOf = (token) => part(token, 1);

/** The same token with another first character of its signature. */
export function withBrokenSignature(token) {
  const at = token.lastIndexOf('.') + 1;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
