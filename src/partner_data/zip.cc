#include "partner_data/zip.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "partner_data/load_table.h"

namespace bearward::partner_data {
namespace {

using base::Result;

// Sizes and signatures of the records (APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16).
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLongestComment = 65'535;
constexpr std::string_view kLocal = "PK\x03\x04";
constexpr std::string_view kEntry = "PK\x01\x02";
constexpr std::string_view kEnd = "PK\x05\x06";
constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kDeflated = 8;

std::unexpected<base::Error> Damaged() {
  return base::Fail(MalformedFile("The file is no readable XLSX."));
}

// Number reads a little-endian number of 2 or 4 bytes.
std::uint32_t Number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = size; i > 0; --i) {
    number = number << 8U | static_cast<std::uint8_t>(bytes[at + i - 1]);
  }
  return number;
}

// Inflated unpacks a raw deflate stream of exactly `size` bytes.
Result<std::string> Inflated(std::string_view packed, std::size_t size) {
  std::string out(size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return Damaged();
  char* const input = const_cast<char*>(packed.data());  // zlib only reads it
  stream.next_in = reinterpret_cast<Bytef*>(input);      // Bytef is unsigned char
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());  // Bytef is unsigned char
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) return Damaged();
  return out;
}

std::uint32_t ChecksumOf(std::string_view bytes) {
  const auto* const data = reinterpret_cast<const Bytef*>(bytes.data());  // unsigned char
  return static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(bytes.size())));
}

}  // namespace

Result<Zip> Zip::Open(std::string_view bytes) {
  Zip zip(bytes);
  BW_TRY(zip.ReadDirectory());
  return zip;
}

base::Status Zip::ReadDirectory() {
  if (bytes_.size() < kEndSize) return Damaged();
  const std::size_t lowest = bytes_.size() - std::min(bytes_.size(), kEndSize + kLongestComment);
  const std::size_t end = bytes_.rfind(kEnd, bytes_.size() - kEndSize);
  if (end == std::string_view::npos || end < lowest) return Damaged();
  const std::size_t count = Number(bytes_, end + 10, 2);
  std::size_t at = Number(bytes_, end + 16, 4);
  if (count > kMostMembers) return Damaged();
  for (std::size_t i = 0; i < count; ++i) {
    if (at > bytes_.size() || bytes_.size() - at < kEntrySize || bytes_.substr(at, 4) != kEntry) {
      return Damaged();
    }
    const std::size_t name = Number(bytes_, at + 28, 2);
    const std::size_t rest = std::size_t{Number(bytes_, at + 30, 2)} + Number(bytes_, at + 32, 2);
    if (bytes_.size() - at - kEntrySize < name) return Damaged();
    const Entry entry = {.method = Number(bytes_, at + 10, 2),
                         .packed = Number(bytes_, at + 20, 4),
                         .size = Number(bytes_, at + 24, 4),
                         .crc = Number(bytes_, at + 16, 4),
                         .offset = Number(bytes_, at + 42, 4)};
    // Two files with one name would let two readers see different contents.
    if (!members_.emplace(bytes_.substr(at + kEntrySize, name), entry).second) return Damaged();
    at += kEntrySize + name + rest;
  }
  return {};
}

Result<std::string> Zip::Read(const std::string& name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return Damaged();
  const Entry& entry = found->second;
  const std::size_t at = entry.offset;
  const bool has_header =
      at <= bytes_.size() && bytes_.size() - at >= kLocalSize && bytes_.substr(at, 4) == kLocal;
  if (!has_header || entry.size > kLargestMember) return Damaged();
  const std::size_t begin =
      at + kLocalSize + Number(bytes_, at + 26, 2) + Number(bytes_, at + 28, 2);
  if (begin > bytes_.size() || bytes_.size() - begin < entry.packed) return Damaged();
  const std::string_view packed = bytes_.substr(begin, entry.packed);
  std::string unpacked;
  if (entry.method == kStored && entry.packed == entry.size) {
    unpacked = packed;
  } else if (entry.method == kDeflated) {
    BW_TRY_ASSIGN(unpacked, Inflated(packed, entry.size));
  } else {
    return Damaged();
  }
  if (ChecksumOf(unpacked) != entry.crc) return Damaged();
  return unpacked;
}

std::string Zip::First(const std::string& prefix) const {
  const auto found = members_.lower_bound(prefix);
  return found != members_.end() && found->first.starts_with(prefix) ? found->first : std::string();
}

}  // namespace bearward::partner_data
