// Zip: reads files of a ZIP archive from untrusted bytes. Internal to the module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::partner_data {

// kLargestMember limits an unpacked file in bytes, kMostMembers the files of an archive.
inline constexpr std::size_t kLargestMember = std::size_t{64} << 20;
inline constexpr std::size_t kMostMembers = 1'000;

// Zip views the bytes of an archive, which must outlive it.
class Zip {
 public:
  // Open reads the central directory: kInvalid "malformed_file".
  static base::Result<Zip> Open(std::string_view bytes);

  // Has says whether there is a file with this name; Read unpacks it: kInvalid "malformed_file" if
  // it is missing, damaged, too large or packed in another way than stored and deflate.
  bool Has(const std::string& name) const { return members_.contains(name); }
  base::Result<std::string> Read(const std::string& name) const;
  // First returns the first name in order that has this prefix; "" if there is none.
  std::string First(const std::string& prefix) const;

 private:
  struct Entry {
    std::uint32_t method = 0;
    std::uint32_t packed = 0;
    std::uint32_t size = 0;
    std::uint32_t crc = 0;
    std::size_t offset = 0;  // of the local header
  };
  explicit Zip(std::string_view bytes) : bytes_(bytes) {}
  base::Status ReadDirectory();

  std::string_view bytes_;
  std::map<std::string, Entry> members_;
};

}  // namespace bearward::partner_data
