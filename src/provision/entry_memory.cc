#include "provision/entry_memory.h"

#include <ranges>
#include <utility>

#include "base/encode.h"
#include "crypto/mac.h"

namespace bearward::provision {
namespace {

// kUnknownDigest is written by the migration from release 0.1.0.
constexpr std::string_view kUnknownDigest = "?";
// kKeyWord is the name of the digest that identifies the key of all digests of the record.
constexpr std::string_view kKeyWord = "key";
constexpr std::size_t kDigestBytes = 16;

}  // namespace

std::string TextOf(const std::string& value) { return value; }
std::string TextOf(bool value) { return value ? "true" : "false"; }
std::string TextOf(std::int64_t value) { return std::to_string(value); }
std::string TextOf(const model::AccessGrant& value) {
  return JoinTexts({value.kind, std::string(base::Word(value.operation))});
}
std::string TextOf(const model::RateLimit& value) { return model::RateLimitText(value); }
std::string TextOf(const MembershipEntry& value) {
  return JoinTexts({value.organization, TextOf(value.roles)});
}
std::string TextOf(const MemberEntry& value) {
  return JoinTexts({value.organization, value.user, std::string(base::Word(value.level)),
                    std::string(base::Word(value.state))});
}

std::string JoinTexts(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += std::to_string(text.size()) + ":" + text;
  return joined;
}

base::Result<EntryMemory> EntryMemory::Of(store::ReadTx& tx, const base::Secret& key,
                                          model::EnvironmentId environment, std::string_view kind,
                                          std::string_view id) {
  EntryMemory memory;
  memory.key_ = key;
  memory.environment_ = std::move(environment);
  memory.kind_ = kind;
  memory.id_ = id;
  BW_TRY_ASSIGN(const auto stored,
                store::FindAppliedValues(tx, {memory.environment_, memory.kind_, memory.id_}));
  memory.known_ = stored.has_value();
  memory.stored_ = stored.value_or(store::AppliedValues());
  memory.made_at_ = memory.stored_.made_at;
  if (memory.known_) memory.Read(memory.stored_.digests);
  return memory;
}

Stated EntryMemory::Compare(std::string_view field, std::string_view value) const {
  const auto found = digests_.find(field);
  if (found == digests_.end()) return Stated::kNew;
  if (found->second == kUnknownDigest) return Stated::kUnknown;
  return found->second == DigestOf(field, value) ? Stated::kSame : Stated::kNew;
}

Stated EntryMemory::Note(std::string_view field, std::string_view value) {
  const Stated stated = Compare(field, value);
  if (stated == Stated::kNew) ++news_;
  digests_[std::string(field)] = DigestOf(field, value);
  return stated;
}

base::Status EntryMemory::Save(store::WriteTx& tx) const {
  const store::AppliedValues values{Write(), made_at_};
  if (known_ && values.digests == stored_.digests && made_at_ == stored_.made_at) return {};
  return store::PutAppliedValues(tx, {environment_, kind_, id_}, values);
}

std::string EntryMemory::DigestOf(std::string_view field, std::string_view value) const {
  const base::Digest digest = crypto::HmacSha256(
      key_.Reveal(),
      JoinTexts({environment_.text, kind_, id_, std::string(field), std::string(value)}));
  return base::HexEncode(base::AsBytes(digest).substr(0, kDigestBytes));
}

// Read makes all digests unknown if they were made with another key, because they cannot be
// compared.
void EntryMemory::Read(std::string_view text) {
  for (const auto part : std::views::split(text, ' ')) {
    const std::string_view word(part);
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    digests_.emplace(word.substr(0, equals), word.substr(equals + 1));
  }
  const auto key = digests_.extract(std::string(kKeyWord));
  has_other_key_ = key.empty() || key.mapped() != DigestOf(kKeyWord, "");
  if (!has_other_key_) return;
  for (auto& [field, digest] : digests_) digest = kUnknownDigest;
}

// Write omits values that are still unknown: a field that this file does not contain counts as
// never applied from now on.
std::string EntryMemory::Write() const {
  std::string text = std::string(kKeyWord) + "=" + DigestOf(kKeyWord, "");
  for (const auto& [field, digest] : digests_) {
    if (digest != kUnknownDigest) text += " " + field + "=" + digest;
  }
  return text;
}

}  // namespace bearward::provision
