#include "dialects/oauth/form.h"

#include <algorithm>
#include <string>
#include <utility>

namespace bearward::dialects::oauth {
namespace {

constexpr std::string_view kRepeatable = "resource";

bool IsForm(const http::Request& request) {
  // With two Content-Type headers, two parsers could read two different bodies.
  if (request.Count("Content-Type") != 1) return false;
  const auto media = http::ParseMediaType(request.Find("Content-Type"));
  return media && media->type == "application/x-www-form-urlencoded" &&
         (media->charset.empty() || media->charset == "utf-8");
}

bool IsRepeated(const http::Fields& fields, std::size_t place) {
  const auto& name = fields[place].first;
  if (name == kRepeatable) return false;
  const auto before = fields.begin() + static_cast<std::ptrdiff_t>(place);
  return std::any_of(fields.begin(), before,
                     [&](const auto& other) { return other.first == name; });
}

}  // namespace

base::Error InvalidRequest(std::string_view text) {
  return base::Invalid("invalid_request", std::string(text));
}

base::Result<Form> Form::Read(const http::Request& request) {
  if (!IsForm(request)) {
    return base::Fail(InvalidRequest("The body must be application/x-www-form-urlencoded."));
  }
  base::Result<http::Fields> fields = http::ParseUrlEncoded(request.body);
  if (!fields) return base::Fail(InvalidRequest("The body cannot be read."));
  for (std::size_t i = 0; i < fields->size(); ++i) {
    if (IsRepeated(*fields, i)) {
      return base::Fail(InvalidRequest("A parameter is given more than once."));
    }
  }
  return Form(*std::move(fields));
}

std::string_view Form::Find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(fields_, [&](const auto& field) { return field.first == name; });
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string_view> Form::All(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : fields_) {
    if (key == name && !value.empty()) values.emplace_back(value);
  }
  return values;
}

}  // namespace bearward::dialects::oauth
