#include "crypto/key_ring.h"

#include <algorithm>

#include "base/encode.h"
#include "crypto/aead.h"
#include "crypto/mac.h"

namespace bearward::crypto {
namespace {

constexpr std::string_view kVersion = "v1.";

base::Error InvalidRing(std::string_view why) {
  return base::Invalid("invalid_key_ring", "The master key text is malformed: " + std::string(why));
}

base::Error NotSealed() {
  return base::Invalid("not_sealed", "The sealed value cannot be opened.");
}

bool IsKeyId(std::string_view id) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return !id.empty() && id.size() <= 32 && id.find_first_not_of(kAllowed) == std::string_view::npos;
}

base::Secret Subkey(const base::Secret& key, std::string_view purpose) {
  const base::Digest digest = HmacSha256(key.Reveal(), purpose);
  return base::Secret(base::AsBytes(digest));
}

// ContextOf returns the authenticated context for a key id and a purpose. An id contains no NUL, so
// the separator makes the result unique for each pair.
std::string ContextOf(std::string_view id, std::string_view purpose) {
  std::string context(kVersion);
  context.append(id).push_back('\0');
  return context.append(purpose);
}

std::string RandomHex(base::Entropy& entropy, std::size_t bytes) {
  base::Secret random = [&] {
    std::string buffer(bytes, '\0');
    entropy.Fill({reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size()});
    return base::Secret(std::move(buffer));
  }();
  return base::HexEncode(random.Reveal());
}

}  // namespace

KeyRing::KeyRing(std::vector<Key> keys, base::Entropy& entropy)
    : keys_(std::move(keys)), entropy_(&entropy) {}

base::Result<KeyRing::Key> KeyRing::ParseLine(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return base::Fail(InvalidRing("a line has no colon."));
  const std::string_view id = line.substr(0, colon);
  if (!IsKeyId(id)) return base::Fail(InvalidRing("a key id has wrong characters or length."));
  auto bytes = base::HexDecode(line.substr(colon + 1));
  if (!bytes) return base::Fail(InvalidRing("a key is not hexadecimal."));
  const base::Secret key(std::move(*bytes));
  if (key.Reveal().size() != 32) return base::Fail(InvalidRing("a key is not 32 bytes long."));
  return Key{std::string(id), Subkey(key, "bearward seal"), Subkey(key, "bearward derive")};
}

base::Result<KeyRing> KeyRing::Parse(const base::Secret& text, base::Entropy& entropy) {
  std::vector<Key> keys;
  std::string_view rest = text.Reveal();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    BW_TRY_ASSIGN(Key key, ParseLine(line));
    const auto same = [&key](const Key& other) { return other.id == key.id; };
    if (std::ranges::any_of(keys, same)) return base::Fail(InvalidRing("a key id appears twice."));
    keys.push_back(std::move(key));
  }
  if (keys.empty()) return base::Fail(InvalidRing("it holds no key."));
  return KeyRing(std::move(keys), entropy);
}

base::Secret KeyRing::Generate(base::Entropy& entropy) {
  std::string text = "k" + RandomHex(entropy, 4) + ":";
  const base::Secret key(RandomHex(entropy, 32));
  // Reserve once, so that no copy of the key remains in freed memory.
  text.reserve(text.size() + key.Reveal().size() + 1);
  text.append(key.Reveal()).push_back('\n');
  return base::Secret(std::move(text));
}

base::Result<std::string> KeyRing::Seal(const base::Secret& plaintext,
                                        std::string_view purpose) const {
  const Key& key = keys_.front();
  const std::string context = ContextOf(key.id, purpose);
  BW_TRY_ASSIGN(const std::string sealed,
                crypto::Seal(key.sealing, plaintext.Reveal(), context, *entropy_));
  return std::string(kVersion) + key.id + "." + base::Base64UrlEncode(sealed);
}

base::Result<base::Secret> KeyRing::Open(std::string_view sealed, std::string_view purpose) const {
  if (!sealed.starts_with(kVersion)) return base::Fail(NotSealed());
  sealed.remove_prefix(kVersion.size());
  const std::size_t dot = sealed.find('.');
  if (dot == std::string_view::npos) return base::Fail(NotSealed());
  const std::string_view id = sealed.substr(0, dot);
  const auto bytes = base::Base64UrlDecode(sealed.substr(dot + 1));
  if (!IsKeyId(id) || !bytes) return base::Fail(NotSealed());
  const auto key = std::ranges::find_if(keys_, [id](const Key& held) { return held.id == id; });
  if (key == keys_.end()) {
    return base::Fail(base::Unavailable(
        "unknown_master_key", "no master key with the id " + std::string(id) + " in the key ring"));
  }
  return crypto::Open(key->sealing, *bytes, ContextOf(id, purpose));
}

base::Secret KeyRing::Derive(std::string_view purpose) const {
  return Subkey(keys_.back().deriving, purpose);
}

}  // namespace bearward::crypto
