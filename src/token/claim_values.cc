#include "token/claim_values.h"

#include <algorithm>
#include <charconv>

#include "base/id.h"

namespace bearward::token {
namespace {

// 9999-12-31T23:59:59Z: beyond it the arithmetic of times would overflow.
constexpr std::int64_t kLatestSecond = 253'402'300'799;
constexpr std::string_view kSessionPrefix = "session_";

}  // namespace

std::unexpected<base::Error> Malformed() {
  return base::Fail(base::Unauthenticated("malformed_claims", "The credential is not valid."));
}

const std::string* StringAt(const json::Value& payload, std::string_view key) {
  const json::Value* value = payload.Find(key);
  return value == nullptr ? nullptr : value->AsString();
}

bool IsStringAt(const json::Value& payload, std::string_view key, std::string_view wanted) {
  const std::string* text = StringAt(payload, key);
  return text != nullptr && *text == wanted;
}

bool IsStringListAt(const json::Value& payload, std::string_view key) {
  const json::Value* value = payload.Find(key);
  if (value == nullptr || !value->IsArray()) return false;
  return std::ranges::all_of(*value->AsArray(),
                             [](const json::Value& item) { return item.IsString(); });
}

std::optional<base::Time> TimeAt(const json::Value& payload, std::string_view key) {
  const json::Value* value = payload.Find(key);
  const std::optional<std::int64_t> second = value == nullptr ? std::nullopt : value->AsInt();
  if (!second || *second < 0 || *second > kLatestSecond) return std::nullopt;
  return base::FromMillis(*second * 1000);
}

std::optional<base::Time> FractionalTimeAt(const json::Value& payload, std::string_view key) {
  if (const auto whole = TimeAt(payload, key)) return whole;
  const json::Value* value = payload.Find(key);
  const std::optional<double> second = value == nullptr ? std::nullopt : value->AsDouble();
  if (!second || !(*second >= 0) || *second > static_cast<double>(kLatestSecond)) {
    return std::nullopt;
  }
  return base::FromMillis(static_cast<std::int64_t>(*second * 1000));
}

std::optional<model::SessionId> ReadSession(std::string_view text) {
  if (!text.starts_with(kSessionPrefix) || !base::IsUlid(text.substr(kSessionPrefix.size()))) {
    return std::nullopt;
  }
  return model::SessionId{std::string(text)};
}

std::optional<model::SessionId> SessionAt(const json::Value& payload, std::string_view key) {
  const std::string* text = StringAt(payload, key);
  if (text == nullptr) return std::nullopt;
  return ReadSession(*text);
}

std::optional<std::int64_t> ReadGeneration(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || std::to_string(value) != text) return std::nullopt;
  return value;
}

}  // namespace bearward::token
