// RedirectUri: a callback address of the customer's product, to which a sign-in may return.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/record.h"

namespace bearward::model {

// RedirectForm is the kind of a redirect URI. Anybody on the way may read what is sent to kHttp;
// kLoopback is http to an address of the same machine (RFC 8252 section 7.3).
enum class RedirectForm : std::uint8_t { kInvalid, kHttps, kLoopback, kHttp };

// FormOf parses an absolute http or https URI of at most 2,048 printable ASCII characters, without
// user information and fragment. The left-most label of the host may contain one `*`, which stands
// for a part of that label, if two labels follow. The port may be `*` for localhost, 127.0.0.1 and
// [::1]. IsRedirectUri says whether FormOf accepts the text.
RedirectForm FormOf(std::string_view text);
bool IsRedirectUri(std::string_view text);

// MatchesRedirectUri says whether a registered URI stands for `uri`, which has no wildcard in its
// host and port. Everything else is compared byte by byte (RFC 9700 section 2.1).
bool MatchesRedirectUri(std::string_view registered, std::string_view uri);

inline constexpr Check kIsRedirectUri{
    &IsRedirectUri,
    "an http or https URI without a fragment, such as https://app.example.com/back"};

// RedirectUri is unique in its environment. The first one is the default.
struct RedirectUri : Entity {
  std::string uri;
  bool is_default = false;
};

// kRedirectUriFields and kRedirectUri are its description. Responses have the member `default`.
inline constexpr Field kRedirectUriFields[] = {
    F<&RedirectUri::uri>("uri", kFixed | kRequired | kConstant, &kIsRedirectUri),
    F<&RedirectUri::is_default>("is_default", kStored | kAudited),
};
inline constexpr RecordOf<RedirectUri> kRedirectUri({
    .object = "redirect_uri",
    .id_prefix = "redir",
    .table = "redirect_uris",
    .fields = kRedirectUriFields,
});

}  // namespace bearward::model
