// Extract: the credential of a request, out of its headers. Nothing here is believed yet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "door/route.h"
#include "http/message.h"
#include "verify/credential.h"

namespace bearward::door {

// ExtractCredential finds the one credential that the headers present, in one of the accepted ways.
// All failures are kUnauthenticated: "ambiguous_credentials" when two different ones are presented,
// whether accepted or not, "missing_credential" when there is none in an accepted way,
// "malformed_credential" when it is not written as it must be (RFC 6750 section 2.1, RFC 7617
// section 2: spaces behind the scheme, canonical base64, UTF-8, no control characters). The
// token is a view into the header; environment and account are left to the caller.
base::Result<verify::Credential> ExtractCredential(std::span<const http::Header> headers,
                                                   Accepted accepted);

// ReadAccountNumber reads the query's account_id (contracts: TeleTracker sections 2 and 6); nullopt
// when it is absent, kInvalid "wrong_type" when it is no number, and as Call::Query.
base::Result<std::optional<std::int64_t>> ReadAccountNumber(const Call& call);

}  // namespace bearward::door
