#include "door/extract.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/invalid.h"
#include "door/body.h"
#include "door/problem.h"

namespace bearward::door {
namespace {

std::unexpected<base::Error> Ambiguous() {
  return base::Fail(base::Unauthenticated(std::string(kAmbiguousCredentials),
                                          "More than one credential was presented."));
}
std::unexpected<base::Error> WrongNumber(std::string_view name) {
  return base::Fail(base::Invalid(
      "wrong_type", "`" + std::string(name) + "` must be a whole number.", {std::string(name)}));
}
std::unexpected<base::Error> Missing() {
  return base::Fail(
      base::Unauthenticated(std::string(kMissingCredential), "A credential is required."));
}

// Presented is the value of one credential header. Scheme names are case-insensitive (RFC 9110
// section 11.1).
struct Presented {
  const CredentialHeader* header = nullptr;
  std::string_view scheme;
  std::string_view text;

  bool Is(const CredentialForm& form) const {
    return header->has_scheme == form.header.has_scheme &&
           base::EqualsIgnoreCase(scheme, form.scheme);
  }
  // One credential may be repeated, also in two headers with schemes.
  bool operator==(const Presented& other) const {
    const bool comparable = header->has_scheme && other.header->has_scheme;
    if (!comparable && header != other.header) return false;
    return base::EqualsIgnoreCase(scheme, other.scheme) && text == other.text;
  }
};

Presented Split(const CredentialHeader& header, std::string_view value) {
  if (!header.has_scheme) return {&header, {}, value};
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return {&header, value, {}};
  // One or more spaces follow the scheme (RFC 9110 section 11.4).
  const std::size_t text = std::min(value.find_first_not_of(' ', space), value.size());
  return {&header, value.substr(0, space), value.substr(text)};
}

bool SameHeader(const CredentialHeader& a, const CredentialHeader& b) {
  return &a == &b || base::EqualsIgnoreCase(a.name, b.name);
}

// Carries says whether a header of this name has a value.
bool Carries(std::span<const http::Header> headers, const CredentialHeader& header) {
  return std::ranges::any_of(headers, [&](const http::Header& one) {
    return !one.value.empty() && base::EqualsIgnoreCase(one.name, header.name);
  });
}

}  // namespace

base::Result<verify::Credential> ExtractCredential(std::span<const http::Header> headers,
                                                   const CredentialHeaders& known,
                                                   CredentialForms accepted) {
  Presented presented;
  bool repeated = false;
  for (const http::Header& header : headers) {
    const CredentialHeader* const found = known.Find(header.name);
    // A header with an empty value counts as absent.
    if (found == nullptr || header.value.empty()) continue;
    const Presented next = Split(*found, header.value);
    repeated = presented.header != nullptr;
    if (repeated && !(presented == next)) return Ambiguous();
    if (!repeated) presented = next;
  }
  if (presented.header == nullptr) return Missing();
  for (const CredentialForm* const form : accepted) {
    if (!presented.Is(*form)) continue;
    const bool carried =
        SameHeader(*presented.header, form->header) || (repeated && Carries(headers, form->header));
    if (carried) return form->read(presented.text);
  }
  return Missing();
}

base::Result<std::optional<std::int64_t>> ReadAccountNumber(const Call& call, std::string_view name,
                                                            Encodings bodies) {
  std::optional<std::int64_t> in_query;
  if (!call.request().query.empty()) {
    BW_TRY_ASSIGN(const std::optional<std::string> text, call.Query(name));
    // An empty value is none, as in a body: forms send it for a field that is not filled in.
    if (text && !text->empty()) {
      in_query = ParseInteger(*text);
      if (!in_query) return WrongNumber(name);
    }
  }
  if (bodies == 0 || call.request().body.empty()) return in_query;
  const auto upload = call.ReadUpload(bodies);
  if (!upload) return in_query;
  const auto in_body = Body(upload->object).Integer(name);
  if (!in_body) return WrongNumber(name);
  if (!in_query || !*in_body || *in_query == **in_body) return in_query ? in_query : *in_body;
  return base::Fail(base::Invalid("repeated_parameter",
                                  "The query and the body name different organizations.",
                                  {std::string(name)}));
}

}  // namespace bearward::door
