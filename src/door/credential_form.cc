#include "door/credential_form.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/byte_scan.h"
#include "base/encode.h"
#include "base/utf8.h"
#include "door/problem.h"

namespace bearward::door {
namespace {

std::unexpected<base::Error> Missing() {
  return base::Fail(
      base::Unauthenticated(std::string(kMissingCredential), "A credential is required."));
}
std::unexpected<base::Error> Malformed() {
  return base::Fail(
      base::Unauthenticated(std::string(kMalformedCredential), "The credential is malformed."));
}

// IsToken68 accepts the syntax of RFC 9110 section 11.2.
bool IsToken68(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return !text.empty() && base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::IsAlphanumeric(bytes) | base::InRange(bytes, '-', '/') | (bytes == '_') |
           (bytes == '~') | (bytes == '+');
  });
}

bool HasControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace

base::Result<verify::Credential> ReadBearer(std::string_view text) {
  if (text.empty()) return Missing();
  if (!IsToken68(text)) return Malformed();
  base::Result<verify::Credential> credential;
  credential->scheme = verify::Scheme::kBearer;
  credential->token = text;
  return credential;
}

base::Result<verify::Credential> ReadApiKey(std::string_view text) {
  if (text.find_first_of(" \t") != std::string_view::npos) return Malformed();
  base::Result<verify::Credential> credential;
  credential->scheme = verify::Scheme::kApiKey;
  credential->token = text;
  return credential;
}

base::Result<verify::Credential> ReadPassword(verify::Scheme scheme, std::string_view text) {
  if (text.empty()) return Missing();
  std::optional<std::string> decoded = base::Base64Decode(text);
  if (!decoded) return Malformed();
  const base::Secret plain(*std::move(decoded));
  const std::string_view pair = plain.Reveal();
  const std::size_t colon = pair.find(':');
  const bool usable =
      colon != std::string_view::npos && colon > 0 && base::IsUtf8(pair) && !HasControl(pair);
  if (!usable) return Malformed();
  verify::Credential credential;
  credential.scheme = scheme;
  credential.login = pair.substr(0, colon);
  credential.password = base::Secret(pair.substr(colon + 1));
  return credential;
}

base::Result<verify::Credential> ReadBasic(std::string_view text) {
  return ReadPassword(verify::Scheme::kBasic, text);
}

void CredentialHeaders::Add(CredentialForms forms) {
  for (const CredentialForm* const form : forms) {
    const CredentialHeader& header = form->header;
    if (FindByName(header.name) != nullptr) continue;
    headers_.emplace_back(header.name, &header);
    lengths_ |= std::uint64_t{1} << (header.name.size() % 64);
  }
}

const CredentialHeader* CredentialHeaders::FindByName(std::string_view name) const {
  for (const auto& [known, header] : headers_) {
    if (base::EqualsIgnoreCase(known, name)) return header;
  }
  return nullptr;
}

}  // namespace bearward::door
