#include "webhooks/signature.h"

#include "base/digest.h"
#include "base/encode.h"
#include "crypto/mac.h"

namespace bearward::webhooks {
namespace {

constexpr std::string_view kPrefix = "whsec_";

std::string MacOf(std::string_view key, std::string_view text) {
  return std::string(base::AsBytes(crypto::HmacSha256(key, text)));
}

base::Result<std::string> StandardSignature(const base::Secret& secret, std::string_view text) {
  const std::string_view value = secret.Reveal();
  const auto key =
      value.starts_with(kPrefix) ? base::Base64Decode(value.substr(kPrefix.size())) : std::nullopt;
  if (!key) return base::Fail(base::Internal("a webhook secret is malformed"));
  return "v1," + base::Base64Encode(MacOf(*key, text));
}

}  // namespace

base::Result<std::vector<std::string>> SignatureHeaders(const Secrets& secrets, std::string_view id,
                                                        std::string_view body, base::Time at,
                                                        bool as_workos) {
  const std::string millis = std::to_string(base::ToMillis(at));
  const std::string seconds = std::to_string(base::ToMillis(at) / 1000);
  const std::string of_workos = millis + "." + std::string(body);
  const std::string of_standard = std::string(id) + "." + seconds + "." + std::string(body);
  BW_TRY_ASSIGN(std::string signatures, StandardSignature(secrets.present, of_standard));
  if (!secrets.previous.empty()) {
    BW_TRY_ASSIGN(const std::string earlier, StandardSignature(secrets.previous, of_standard));
    signatures += " " + earlier;
  }
  std::vector<std::string> headers;
  if (as_workos) {
    headers.push_back("WorkOS-Signature: t=" + millis +
                      ", v1=" + base::HexEncode(MacOf(secrets.present.Reveal(), of_workos)));
  }
  headers.insert(headers.end(), {"webhook-id: " + std::string(id), "webhook-timestamp: " + seconds,
                                 "webhook-signature: " + signatures});
  return headers;
}

}  // namespace bearward::webhooks
