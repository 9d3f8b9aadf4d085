// CredentialForm: one form in which a request header carries a credential. The door has the common
// forms; a mount supplies the forms of its vendor.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "verify/credential.h"

namespace bearward::door {

// CredentialHeader is a header that carries credentials. Its value is an authentication scheme and
// a text (RFC 9110 section 11.4), or without `has_scheme` the credential itself.
struct CredentialHeader {
  std::string_view name;
  bool has_scheme = true;
};

inline constexpr CredentialHeader kAuthorizationHeader = {"Authorization"};
inline constexpr CredentialHeader kApiKeyHeader = {"X-Api-Key", false};

// CredentialForm is a constant. `name` is the security scheme in /openapi.json. `scheme` is
// compared without case; it is empty for a header without scheme. `read` parses the text behind the
// scheme; it fails with the errors of ExtractCredential (extract.h).
struct CredentialForm {
  std::string_view name;
  const CredentialHeader& header;
  std::string_view scheme;
  base::Result<verify::Credential> (*read)(std::string_view text);
};

// ReadBearer reads a token (RFC 6750 section 2.1), ReadApiKey the value of a key, and ReadPassword
// the base64 text of name and password (RFC 7617 section 2). The token or key is a view of `text`.
base::Result<verify::Credential> ReadBearer(std::string_view text);
base::Result<verify::Credential> ReadApiKey(std::string_view text);
base::Result<verify::Credential> ReadPassword(verify::Scheme scheme, std::string_view text);
base::Result<verify::Credential> ReadBasic(std::string_view text);

inline constexpr CredentialForm kBearer = {"bearer", kAuthorizationHeader, "Bearer", &ReadBearer};
inline constexpr CredentialForm kApiKey = {"api_key", kApiKeyHeader, "", &ReadApiKey};
inline constexpr CredentialForm kBasic = {"basic", kAuthorizationHeader, "Basic", &ReadBasic};

// CredentialForms is a list of forms; both the list and the forms have static storage duration.
using CredentialForms = std::span<const CredentialForm* const>;

// kForms is such a list, written in place: kForms<kBearer, kApiKey>.
template <const CredentialForm&... kListed>
inline constexpr const CredentialForm* kForms[] = {&kListed...};

// CredentialHeaders is the set of the headers of some forms. It is immutable after the last Add.
class CredentialHeaders {
 public:
  explicit CredentialHeaders(CredentialForms forms) { Add(forms); }

  void Add(CredentialForms forms);
  // Find returns the header of this name, without regard to case; nullptr if it carries no
  // credential.
  const CredentialHeader* Find(std::string_view name) const {
    // Most headers of a request have another length than every header of the set.
    if (name.size() >= 64 || ((lengths_ >> name.size()) & 1) == 0) return nullptr;
    return FindByName(name);
  }

 private:
  const CredentialHeader* FindByName(std::string_view name) const;

  std::uint64_t lengths_ = 0;  // bit n: the set has a name of n bytes
  std::vector<std::pair<std::string_view, const CredentialHeader*>> headers_;
};

}  // namespace bearward::door
