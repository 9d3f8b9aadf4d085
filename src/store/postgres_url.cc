#include "store/postgres_url.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

#include "store/libpq.h"

namespace bearward::store {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options Parse(const std::string& url) {
  if (!LoadLibpq()) return {nullptr, &PQconninfoFree};
  // libpq's message may quote the password.
  char* message = nullptr;
  Options options(PQconninfoParse(url.c_str(), &message), &PQconninfoFree);
  PQfreemem(message);
  return options;
}

}  // namespace

base::Status CheckPostgresUrl(const std::string& url) {
  const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
  if (is_url) BW_TRY(LoadLibpq());
  if (is_url && Parse(url) != nullptr) return {};
  return base::Fail(base::Invalid(
      "bad_value",
      "must be a URL like postgresql://bearward:PASSWORD@db1.example.com:5432/bearward, with "
      "several "
      "hosts as HOST:PORT,HOST:PORT and special characters of the password percent-encoded"));
}

bool HasPassword(const std::string& url) {
  if (url.empty()) return false;
  const Options options = Parse(url);
  if (options == nullptr) return true;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const bool is_secret = std::string_view(option->keyword).ends_with("password");
    if (is_secret && option->val != nullptr) return true;
  }
  return false;
}

}  // namespace bearward::store
