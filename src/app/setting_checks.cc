#include "app/setting_checks.h"

#include <sys/un.h>

#include <charconv>

#include "app/listeners.h"
#include "base/invalid.h"
#include "base/utf8.h"
#include "door/cors.h"

namespace bearward::app {

base::Error BadValue(std::string_view wanted) {
  return base::Invalid("bad_value", "must be " + std::string(wanted));
}

base::Error NotAllowed(const std::string& value, const std::string& wanted) {
  return base::Invalid("bad_value", "cannot be \"" + value + "\". Write " + wanted + ".");
}

base::Result<std::int64_t> ReadNumber(const std::string& text, std::int64_t highest) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number < 0 || number > highest) {
    return base::Fail(BadValue("a whole number from 0 to " + std::to_string(highest)));
  }
  return number;
}

base::Status CheckListener(const std::string& text) {
  if (text == kOff) return {};
  if (auto parsed = ParseListener(text); !parsed) return base::Fail(std::move(parsed).error());
  return {};
}

base::Status CheckSocketPath(const std::string& text) {
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;
  if (text.empty() || (text.starts_with('/') && text.size() <= kMost)) return {};
  return base::Fail(BadValue("the absolute path of a unix socket, of at most " +
                             std::to_string(kMost) + " bytes, like /run/bearward/http.sock"));
}

base::Status CheckPage(const std::string& text) {
  const bool is_url = text.starts_with("https://") || text.starts_with("http://");
  if (text.empty() || is_url) return {};
  return base::Fail(BadValue("an http or https URL"));
}

base::Status CheckOrigin(const std::string& value) {
  BW_TRY(door::Cors::Parse({value}));
  return {};
}

base::Status CheckContact(const std::string& value) {
  const bool is_uri = value.starts_with("mailto:") || value.starts_with("https://");
  if (is_uri && !base::HasControlCharacter(value)) return {};
  return base::Fail(NotAllowed(value, "a URI like mailto:security@example.com"));
}

}  // namespace bearward::app
