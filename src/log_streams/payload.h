// Payload: a batch of entries in the forms of the HTTP targets.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "egress/http_sender.h"
#include "log_streams/entry.h"
#include "log_streams/secrets.h"
#include "model/log_stream.h"

namespace bearward::log_streams {

// PayloadOf returns the body of a request with these entries, of which there is at least one. S3
// gets one entry, in a form for human readers; files get lines of JSON, one for each entry. The
// forms of the products are those of the contracts (WorkOS section 4.10).
std::string PayloadOf(const model::LogStream& stream, std::span<const Entry> entries);

// PostOf returns the request that delivers `body`, which it refers to. For Azure Sentinel the
// secret is an access token (azure_tokens.h). For S3 the name of the object follows from the entry,
// so that a repeated entry replaces its object.
egress::Post PostOf(const model::LogStream& stream, const Secrets& secrets,
                    std::span<const Entry> entries, std::string_view body);

}  // namespace bearward::log_streams
