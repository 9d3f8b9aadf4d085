#include "app/data_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "crypto/certificate.h"
#include "crypto/key_ring.h"

namespace bearward::app {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;

base::Error FileError(const std::string& path, const char* what) {
  return base::Invalid("unreadable_file",
                       path + ": " + what + ": " + std::generic_category().message(errno));
}

bool Exists(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0;
}

bool IsFolder(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool HoldsBytes(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && facts.st_size > 0;
}

base::Status SyncFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return base::Fail(FileError(path, "cannot be opened"));
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  if (!synced) return base::Fail(FileError(path, "cannot be made durable"));
  return {};
}

// WriteNew refuses to follow or replace an existing file. The file is durable when it returns,
// because a key that is used and then lost would make everything encrypted with it unreadable.
base::Status WriteNew(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return base::Fail(FileError(path, "cannot be made"));
  const bool written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written) return base::Fail(FileError(path, "cannot be written"));
  return {};
}

base::Status MakeTlsFiles(const std::string& certificate_path, const std::string& key_path,
                          const base::Clock& clock, base::Entropy& entropy) {
  const crypto::SelfSignedRequest request{.common_name = "localhost",
                                          .dns_names = {"localhost"},
                                          .ip_addresses = {"127.0.0.1", "::1"},
                                          .not_before = clock.Now() - std::chrono::hours(1),
                                          .lifetime = std::chrono::days(825)};
  BW_TRY_ASSIGN(const crypto::SelfSigned made, crypto::MakeSelfSigned(request, entropy));
  // The key is written last: its presence proves that the pair is complete.
  ::unlink(certificate_path.c_str());
  BW_TRY(WriteNew(certificate_path, made.certificate_pem, kPrivate | S_IRGRP));
  return WriteNew(key_path, made.key_pem.Reveal(), kPrivate);
}

}  // namespace

base::Result<DataFolder> DataFolder::Open(std::string path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return base::Fail(FileError(path, "the data folder cannot be made"));
  }
  if (!IsFolder(path)) {
    return base::Fail(
        base::Invalid("bad_setting", path + ": this is no folder, and server.data names one."));
  }
  return DataFolder(std::move(path));
}

bool DataFolder::HasDatabase() const { return HoldsBytes(Database()); }

bool DataFolder::HadDatabase() const { return Exists(MasterKey()) || Exists(KeyIsElsewhere()); }

base::Status DataFolder::CheckDatabase(const std::string& file) const {
  // A database without its key is an incomplete restore; making a new key would hide that.
  const bool has_key = !file.empty() || Exists(MasterKey()) || Exists(NewMasterKey());
  if (HasDatabase() && !has_key) {
    return base::Fail(base::Invalid(
        "master_key_missing", MasterKey() +
                                  ": the key is missing, and the database needs it. Restore it "
                                  "from a backup, or name its file in server.master_key_file."));
  }
  if (!HadDatabase() || HasDatabase()) return {};
  const std::string mark = Exists(MasterKey()) ? MasterKey() : KeyIsElsewhere();
  return base::Fail(base::Invalid(
      "database_missing", Database() + ": the database is missing or empty, but " + mark +
                              " shows that there was one. Restore the database from a backup. "
                              "To start over without any data, remove " +
                              mark + " as well."));
}

base::Result<base::Secret> DataFolder::ReadMasterKey(const std::string& file,
                                                     base::Entropy& entropy,
                                                     std::vector<std::string>& warnings) const {
  BW_TRY(CheckDatabase(file));
  std::string path = file;
  if (path.empty()) path = Exists(MasterKey()) ? MasterKey() : NewMasterKey();
  if (path == NewMasterKey() && !HasDatabase()) {
    // An interrupted first start may have left a partial key, which no data depends on.
    ::unlink(path.c_str());
    BW_TRY(WriteNew(path, crypto::KeyRing::Generate(entropy).Reveal(), kPrivate));
  }
  BW_TRY(CheckSecretFile(path, warnings));
  BW_TRY_ASSIGN(std::string text, ReadWholeFile(path));
  return base::Secret(std::move(text));
}

base::Status DataFolder::FinishSetup(const std::string& file) const {
  if (HadDatabase()) return {};
  if (!file.empty()) {
    BW_TRY(WriteNew(KeyIsElsewhere(),
                    "The master key of this folder is the file of server.master_key_file.\n",
                    kPrivate));
  } else if (::rename(NewMasterKey().c_str(), MasterKey().c_str()) != 0) {
    return base::Fail(FileError(MasterKey(), "cannot be made"));
  }
  return SyncFolder(path_);
}

base::Result<DataFolder::TlsFiles> DataFolder::ReadTls(const std::string& certificate,
                                                       const std::string& key,
                                                       const base::Clock& clock,
                                                       base::Entropy& entropy,
                                                       std::vector<std::string>& warnings) const {
  if (certificate.empty() != key.empty()) {
    return base::Fail(base::Invalid(
        "bad_setting", "tls.certificate and tls.key: only one is set. Set both or neither."));
  }
  const bool own = certificate.empty();
  const std::string certificate_path = own ? path_ + "/tls-certificate.pem" : certificate;
  const std::string key_path = own ? path_ + "/tls-key.pem" : key;
  if (own && !Exists(key_path)) {
    BW_TRY(MakeTlsFiles(certificate_path, key_path, clock, entropy));
  }
  TlsFiles files;
  BW_TRY_ASSIGN(files.certificate, ReadWholeFile(certificate_path));
  BW_TRY(CheckSecretFile(key_path, warnings));
  BW_TRY_ASSIGN(std::string key_text, ReadWholeFile(key_path));
  files.key = base::Secret(std::move(key_text));
  return files;
}

}  // namespace bearward::app
