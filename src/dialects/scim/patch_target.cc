#include "dialects/scim/patch_target.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"

namespace bearward::dialects::scim {
namespace {

using base::Result;

// The attributes of the resource itself may have its own URN before them.
constexpr std::string_view kCore = "urn:ietf:params:scim:schemas:core:";

std::unexpected<base::Error> InvalidPath() {
  return base::Fail(base::Invalid(
      "invalid_path",
      "`path` must be such as `active`, `name.givenName` or `emails[type eq \"work\"].value`.",
      {"path"}));
}

bool IsIn(const json::Value* schemas, std::string_view urn) {
  const json::Array* const list = schemas == nullptr ? nullptr : schemas->AsArray();
  return list != nullptr && std::ranges::any_of(*list, [urn](const json::Value& one) {
           return one.IsString() && base::EqualsIgnoreCase(*one.AsString(), urn);
         });
}

// ParseAttribute parses a path without a filter: it is one if it is the path of "PATH pr".
Result<Path> ParseAttribute(std::string_view text) {
  auto filter = ParseFilter(std::string(text) + " pr");
  const bool is_path =
      filter && filter->kind == Filter::Kind::kCompare && filter->op == Operator::kPr;
  if (!is_path) return InvalidPath();
  return std::move(filter->path);
}

Result<PatchTarget> ParseFiltered(std::string_view text, std::size_t close) {
  auto filter = ParseFilter(text.substr(0, close + 1));
  if (!filter || filter->kind != Filter::Kind::kAny || !filter->path.sub.empty()) {
    return InvalidPath();
  }
  PatchTarget target{.schema = filter->path.schema,
                     .name = filter->path.name,
                     .filter = std::move(filter->children.front())};
  const std::string_view rest = text.substr(close + 1);
  if (rest.empty()) return target;
  if (!rest.starts_with('.')) return InvalidPath();
  BW_TRY_ASSIGN(const Path sub, ParseAttribute(rest.substr(1)));
  if (!sub.schema.empty() || !sub.sub.empty()) return InvalidPath();
  target.sub = sub.name;
  return target;
}

}  // namespace

Result<PatchTarget> ParseTarget(std::string_view path, const json::Value* schemas) {
  const bool is_extension = IsIn(schemas, path) && !base::Lower(path).starts_with(kCore);
  if (is_extension) return PatchTarget{.name = std::string(path)};
  const auto close = path.rfind(']');
  PatchTarget target;
  if (close != std::string_view::npos) {
    BW_TRY_ASSIGN(target, ParseFiltered(path, close));
  } else {
    BW_TRY_ASSIGN(Path attribute, ParseAttribute(path));
    target = {.schema = std::move(attribute.schema),
              .name = std::move(attribute.name),
              .sub = std::move(attribute.sub)};
  }
  if (base::Lower(target.schema).starts_with(kCore)) target.schema.clear();
  return target;
}

}  // namespace bearward::dialects::scim
