// Extract: reads the credential from the request headers. Does not verify it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "door/call.h"
#include "door/credential_form.h"
#include "http/message.h"
#include "verify/credential.h"

namespace bearward::door {

// ExtractCredential returns the one credential that the headers present in an accepted form. All
// failures are kUnauthenticated: "ambiguous_credentials" for two different credentials in the
// headers of `known`, even when a form is not accepted; "missing_credential" when no accepted form
// is present; "malformed_credential" for invalid syntax (RFC 6750 section 2.1, RFC 7617 section 2:
// spaces after the scheme, canonical base64, UTF-8, no control characters). `known` contains the
// headers of the accepted forms. The token is a view of the header. The function's caller sets the
// environment and the account.
base::Result<verify::Credential> ExtractCredential(std::span<const http::Header> headers,
                                                   const CredentialHeaders& known,
                                                   CredentialForms accepted);

// ReadAccountNumber reads a number of an organization from the query parameter `name`, or from the
// member of that name of a body in one of the encodings `bodies`. nullopt when it is absent, and
// for a body that cannot be parsed: the route reads and refuses it after the credential is
// verified. kInvalid "wrong_type" when it is not a number, "repeated_parameter" when query and body
// name different ones; other errors as Call::Query.
base::Result<std::optional<std::int64_t>> ReadAccountNumber(const Call& call, std::string_view name,
                                                            Encodings bodies = 0);

}  // namespace bearward::door
