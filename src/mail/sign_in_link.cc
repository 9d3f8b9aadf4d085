#include "mail/sign_in_link.h"

#include <utility>

#include "base/encode.h"

namespace bearward::mail {
namespace {

std::string UrlOf(const LinkTarget& target, const base::Secret& code) {
  std::string url = target.redirect_uri;
  url += url.find('?') == std::string::npos ? '?' : '&';
  url.append("code=").append(code.Reveal());
  if (!target.state.empty()) url.append("&state=").append(base::PercentEncode(target.state));
  return url;
}

}  // namespace

base::Result<NewCode> MakeLink(const LinkTarget& target, std::chrono::seconds lifetime,
                               base::Time now, const crypto::KeyRing& ring,
                               base::Entropy& entropy) {
  NewCode link = NewRow(model::EmailCodeKind::kPasswordlessSession, now, lifetime, entropy);
  BW_TRY_ASSIGN(Token code, MakeToken(link.row.id, ring, entropy));
  link.text = base::Secret(UrlOf(target, code.text));
  link.row.token_hash = std::move(code.hash);
  // Only the product receives the code, and only in the URL: so the URL is what is kept.
  BW_TRY_ASSIGN(link.row.sealed, SealText(ring, link.text, link.row.id));
  return link;
}

}  // namespace bearward::mail
