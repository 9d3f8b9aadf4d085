// Fuzzes the credential headers. Each input line is one header, "N value", where N is A
// (Authorization), U (Authentication) or K (X-Api-Key). The first byte is the set of accepted
// forms.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/utf8.h"
#include "door/extract.h"
#include "testing/vendor_forms.h"

namespace {

using namespace bearward;

std::string_view NameOf(char letter) {
  if (letter == 'A') return "Authorization";
  return letter == 'U' ? "Authentication" : "X-Api-Key";
}

void Expect(bool holds) {
  if (!holds) __builtin_trap();
}

// Reads says whether a form makes credentials of this scheme.
bool Reads(const door::CredentialForm& form, verify::Scheme scheme) {
  const auto read = form.read("YW5uOnB3");  // a token, a key and a pair of name and password
  return read && read->scheme == scheme;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const door::CredentialHeaders kKnown(testing::kAllForms);
  std::vector<const door::CredentialForm*> accepted;
  for (std::size_t i = 0; i < testing::kAllForms.size(); ++i) {
    if ((data[0] >> i & 1) != 0) accepted.push_back(testing::kAllForms[i]);
  }
  std::string_view text(bearward::base::AsBytes({data + 1, size - 1}));
  std::vector<http::Header> headers;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    if (line.size() >= 2) headers.push_back({NameOf(line[0]), line.substr(2)});
  }
  const auto found = door::ExtractCredential(headers, kKnown, accepted);
  if (!found) {
    Expect(found.error().code == base::Code::kUnauthenticated);
    return 0;
  }
  Expect(std::ranges::any_of(
      accepted, [&](const door::CredentialForm* form) { return Reads(*form, found->scheme); }));
  if (verify::IsPassword(found->scheme)) {
    const std::string_view password = found->password.Reveal();
    Expect(!found->login.empty() && found->login.find(':') == std::string::npos);
    Expect(base::IsUtf8(found->login) && base::IsUtf8(password));
    Expect(password.find('\0') == std::string_view::npos);
  } else {
    Expect(!found->token.empty() && found->token.find(' ') == std::string_view::npos);
  }
  // A further header with a different credential must be refused.
  headers.push_back({"X-Api-Key", found->scheme == verify::Scheme::kApiKey ? "other" : "k"});
  if (found->scheme != verify::Scheme::kApiKey || found->token != "other") {
    Expect(!door::ExtractCredential(headers, kKnown, accepted));
  }
  return 0;
}
