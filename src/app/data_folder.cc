#include "app/data_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "crypto/certificate.h"
#include "crypto/key_ring.h"

namespace bearward::app {
namespace {

base::Error FileError(const std::string& path, const char* what) {
  return base::Invalid("unreadable_file", path + ": " + what + ": " + std::strerror(errno));
}

bool Exists(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0;
}

// WriteNewFile refuses to follow or replace what is there, and is durable before it returns: a key
// that is used and then lost would make everything sealed with it unreadable.
base::Status WriteNewFile(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return base::Fail(FileError(path, "cannot be made"));
  const bool written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written) return base::Fail(FileError(path, "cannot be written"));
  return {};
}

base::Status RefuseIfOthersMayRead(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return base::Fail(FileError(path, "cannot be read"));
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return base::Fail(base::Invalid("unsafe_file", path + ": others may read it; chmod 600 it"));
  }
  return {};
}

}  // namespace

base::Result<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::Fail(FileError(path, "cannot be opened"));
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return base::Fail(FileError(path, "cannot be read"));
  return bytes;
}

base::Result<DataFolder> DataFolder::Open(std::string path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return base::Fail(FileError(path, "cannot be made"));
  }
  return DataFolder(std::move(path));
}

base::Result<base::Secret> DataFolder::ReadMasterKey(const std::string& file,
                                                     base::Entropy& entropy) const {
  const std::string path = file.empty() ? MasterKey() : file;
  if (file.empty() && !Exists(path)) {
    // A database without its key is a restore gone wrong: a new key would hide that.
    if (Exists(Database())) {
      return base::Fail(base::Invalid(
          "master_key_missing", path + ": is missing, but the database needs it. Restore it."));
    }
    BW_TRY(WriteNewFile(path, crypto::KeyRing::Generate(entropy).Reveal(), S_IRUSR | S_IWUSR));
  }
  BW_TRY(RefuseIfOthersMayRead(path));
  BW_TRY_ASSIGN(std::string text, ReadWholeFile(path));
  return base::Secret(std::move(text));
}

base::Result<DataFolder::TlsFiles> DataFolder::ReadTls(const std::string& certificate,
                                                       const std::string& key,
                                                       const base::Clock& clock,
                                                       base::Entropy& entropy) const {
  if (certificate.empty() != key.empty()) {
    return base::Fail(
        base::Invalid("bad_setting", "tls.certificate and tls.key are set together or not at all"));
  }
  const bool own = certificate.empty();
  const std::string certificate_path = own ? path_ + "/tls-certificate.pem" : certificate;
  const std::string key_path = own ? path_ + "/tls-key.pem" : key;
  if (own && !Exists(key_path)) {
    const crypto::SelfSignedRequest request{.common_name = "localhost",
                                            .dns_names = {"localhost"},
                                            .ip_addresses = {"127.0.0.1", "::1"},
                                            .not_before = clock.Now() - std::chrono::hours(1),
                                            .lifetime = std::chrono::days(825)};
    BW_TRY_ASSIGN(const crypto::SelfSigned made, crypto::MakeSelfSigned(request, entropy));
    // The key comes last: its presence says that the pair is whole.
    ::unlink(certificate_path.c_str());
    BW_TRY(WriteNewFile(certificate_path, made.certificate_pem, S_IRUSR | S_IWUSR | S_IRGRP));
    BW_TRY(WriteNewFile(key_path, made.key_pem.Reveal(), S_IRUSR | S_IWUSR));
  }
  TlsFiles files;
  BW_TRY_ASSIGN(files.certificate, ReadWholeFile(certificate_path));
  BW_TRY_ASSIGN(std::string key_text, ReadWholeFile(key_path));
  files.key = base::Secret(std::move(key_text));
  return files;
}

}  // namespace bearward::app
