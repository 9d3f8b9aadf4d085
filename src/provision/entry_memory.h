// EntryMemory: the values of earlier provisioning files for one row. Internal to the module.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"
#include "provision/provisioning_file.h"
#include "store/applied_entries.h"
#include "store/transaction.h"

namespace bearward::provision {

// TextOf encodes a value of the file for its digest; different values of a field have different
// texts.
std::string TextOf(const std::string& value);
std::string TextOf(bool value);
std::string TextOf(std::int64_t value);
std::string TextOf(const model::AccessGrant& value);
std::string TextOf(const model::RateLimit& value);
std::string TextOf(const MembershipEntry& value);
std::string TextOf(const MemberEntry& value);
template <base::Worded T>
std::string TextOf(T value) {
  return std::string(base::Word(value));
}
template <class T>
std::string TextOf(const std::optional<T>& value) {
  return value ? "1" + TextOf(*value) : "0";
}
// JoinTexts joins texts so that no two lists have the same result.
std::string JoinTexts(const std::vector<std::string>& texts);
template <class T>
std::string TextOf(const std::vector<T>& values) {
  std::vector<std::string> texts;
  for (const T& value : values) texts.push_back(TextOf(value));
  return JoinTexts(texts);
}

// Stated is the result of comparing a value of the file with the recorded one. kUnknown: the two
// cannot be compared, because release 0.1.0 kept no record or the master key was replaced.
enum class Stated : std::uint8_t { kNew, kSame, kUnknown };

// EntryMemory is the record of one row: a digest of the last value that a file had for each field.
// An unchanged value changes nothing, whatever the API changed in the row since, so a secret that
// was reset stays reset. A digest is an HMAC-SHA-256 under a key that is derived from the master
// key, truncated to 128 bits: without the master key it reveals nothing about the value. An
// EntryMemory is used inside one transaction.
class EntryMemory {
 public:
  // Of reads the record of the row with this kind and id.
  static base::Result<EntryMemory> Of(store::ReadTx& tx, const base::Secret& key,
                                      model::EnvironmentId environment, std::string_view kind,
                                      std::string_view id);

  // known returns whether an entry was applied to the row before.
  bool known() const { return known_; }
  // has_other_key returns whether the record was made with another master key, or by the migration
  // from release 0.1.0, so that no value can be compared.
  bool has_other_key() const { return has_other_key_; }
  // Forget makes every value new, for a row that is about to be created. `made_at` is its creation
  // time if a file makes it, so that it may be pruned.
  void Forget(std::optional<base::Time> made_at) {
    digests_.clear();
    made_at_ = made_at;
  }
  // Compare compares a value of the file with the record.
  Stated Compare(std::string_view field, std::string_view value) const;
  // Note records a value for the next run, and returns what Compare returned before. A new value
  // increments news().
  Stated Note(std::string_view field, std::string_view value);
  // Keep records that a value is not applied because it is unknown whether it is new.
  void Keep(std::string_view field) { kept_.emplace_back(field); }
  // Assign records the value of the file, assigns it to `target` if it is new, and returns whether
  // that is a change. If it is unknown whether the value is new, only a value that disables
  // something is assigned, and another one is kept. `disabling` is that value of a bool.
  template <class T>
  bool Assign(T& target, const std::optional<T>& wanted, std::string_view field,
              bool disabling = false) {
    if (!wanted) return false;
    const Stated stated = Note(field, TextOf(*wanted));
    if (stated == Stated::kSame || target == *wanted) return false;
    if (stated == Stated::kUnknown && !IsOff(*wanted, disabling)) {
      Keep(field);
      return false;
    }
    target = *wanted;
    return true;
  }

  // news returns the number of new values.
  int news() const { return news_; }
  // kept returns the fields that were passed to Keep.
  const std::vector<std::string>& kept() const { return kept_; }
  // Save writes the record if it has changed.
  base::Status Save(store::WriteTx& tx) const;

 private:
  // IsOff says whether a value disables something. That never restores a right, so it is applied
  // even if it is unknown whether the value is new.
  static bool IsOff(bool wanted, bool disabling) { return wanted == disabling; }
  template <class T>
  static bool IsOff(const T&, bool) {
    return false;
  }
  std::string DigestOf(std::string_view field, std::string_view value) const;
  void Read(std::string_view text);
  std::string Write() const;

  base::Secret key_;
  model::EnvironmentId environment_;
  std::string kind_;
  std::string id_;
  bool known_ = false;
  bool has_other_key_ = false;
  store::AppliedValues stored_;
  std::optional<base::Time> made_at_;
  std::map<std::string, std::string, std::less<>> digests_;
  std::vector<std::string> kept_;
  int news_ = 0;
};

}  // namespace bearward::provision
