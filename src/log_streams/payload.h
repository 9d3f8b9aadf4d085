// Payload: a batch of entries in the forms of the HTTP targets.
#pragma once

#include <span>
#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "egress/http_sender.h"
#include "log_streams/entry.h"
#include "model/log_stream.h"

namespace bearward::log_streams {

// PayloadOf returns the body of a request with these entries. S3 and files get lines of JSON, one
// for each entry. The forms of the products are those of the contracts (WorkOS section 4.10).
std::string PayloadOf(const model::LogStream& stream, std::span<const Entry> entries);

// PostOf returns the request that delivers `body`, which it refers to. For S3 the name of the
// object follows from the first entry, so that a repeated batch replaces its object.
egress::Post PostOf(const model::LogStream& stream, const base::Secret& secret,
                    std::span<const Entry> entries, std::string_view body, base::Time now);

}  // namespace bearward::log_streams
