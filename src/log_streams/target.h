// Target: what each type of target needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "egress/address_policy.h"
#include "egress/url.h"
#include "model/log_stream.h"

namespace bearward::log_streams {

// CheckTarget checks the members of a stream that say where it sends. kInvalid with the member in
// `fields`: "missing_field" for one that the type needs, "invalid_value" for one that it does not
// have, "invalid_url" for a URL of another form or one whose literal address the policy refuses,
// and "file_streams_off" for a file where no folder is set. Members that are stored sealed count
// too. `has_folder` says whether files may be written.
base::Status CheckTarget(const model::LogStream& stream, const egress::AddressPolicy& policy,
                         bool has_folder);

// TokenUrlOf returns where a stream of the type azure_sentinel gets its tokens: `token_url`, or the
// endpoint of the tenant in the public cloud of Microsoft Entra; nullopt if it names neither.
std::optional<std::string> TokenUrlOf(const model::LogStream& stream);

// HeaderLinesIn returns the lines of `headers`, such as "X-Team: a": 1 to 16 lines with different
// names, without those that are about the connection or the body. nullopt for any other text.
std::optional<std::vector<std::string>> HeaderLinesIn(std::string_view headers);

// ParseSyslogUrl parses syslog://HOST:PORT (TCP) and syslog+tls://HOST:PORT; without a port it is
// 601 (RFC 3195 names it for syslog over TCP) and 6514 (RFC 5425 section 4.1). nullopt for a path
// or a query, and for a host that egress::ParseUrl refuses.
std::optional<egress::Url> ParseSyslogUrl(std::string_view text);

// FileNameIn returns NAME of file:NAME: 1 to 128 of a-z, A-Z, 0-9, '-', '_' and '.', not beginning
// with a '.', so that it stays in its folder; nullopt for any other text.
std::optional<std::string> FileNameIn(std::string_view url);

}  // namespace bearward::log_streams
