// Negotiation: which form of a file a client takes, and which form it has already.
#pragma once

#include <string_view>

namespace bearward::http {

// CodingWeight returns the weight of a content coding in `accept_encoding`, the value of that
// header, in thousandths: 0 if the client does not take the coding, 1000 if it prefers no other one
// (RFC 9110 section 12.5.3). `*` stands for a coding that is not listed. A malformed weight is 0:
// the form without a coding is always right.
int CodingWeight(std::string_view accept_encoding, std::string_view coding);

// MatchesTag says whether `if_none_match`, the value of that header, contains the strong ETag `tag`
// with its quotes, or is `*`. The weak comparison applies, so `W/` is ignored (RFC 9110 section
// 13.1.2). `tag` must not contain a comma.
bool MatchesTag(std::string_view if_none_match, std::string_view tag);

}  // namespace bearward::http
