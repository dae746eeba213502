// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "domain/limits.hpp"
#include "store/sealed/files.hpp"
#include "store/sqlite/errands.hpp"

namespace holdfast::store::sqlite {

namespace {

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

class Backup final : public Errand {
 public:
  Backup(std::string path, std::string database)
      : path_{std::move(path)}, part_{path_ + ".part"}, database_{std::move(database)} {}
  ~Backup() override {
    copy_.reset();
    target_.reset();
    ::unlink(part_.c_str());  // gone already when it was finished
  }

  Next step(Connection& db) override {
    if (copy_ == nullptr && !begin(db)) {
      waiter->answer(refuse(Code::Invalid));
      return Next::Done;
    }
    // The source is this very connection: what it commits between two steps is copied again by SQLite itself.
    const int code = sqlite3_backup_step(copy_.get(), limits::kBackupPages);
    if (code == SQLITE_OK) return Next::Again;
    if (code != SQLITE_DONE) throw SqliteError{code};
    waiter->answer(finish());
    return Next::Done;
  }

 private:
  bool begin(Connection& db) {
    std::error_code ignored;
    if (path_.empty() || path_ == database_ || std::filesystem::exists(path_, ignored)) return false;
    ::unlink(part_.c_str());
    {
      const File made{::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
      if (made.fd() < 0) return false;
    }
    target_ = std::make_unique<Connection>(part_, Connection::Mode::ReadWrite);
    target_->execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;");  // synced whole at the end
    copy_.reset(sqlite3_backup_init(target_->raw(), "main", db.raw(), "main"));
    if (copy_ == nullptr) throw SqliteError{sqlite3_extended_errcode(target_->raw())};
    return true;
  }

  Result<std::uint64_t> finish() {
    copy_.reset();
    target_->execute("PRAGMA journal_mode=DELETE");  // one file that needs no log beside it
    target_.reset();
    const File whole{::open(part_.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat facts {};
    // A hard link fails where a rename would write over.
    const bool kept = whole.fd() >= 0 && ::fsync(whole.fd()) == 0 && ::fstat(whole.fd(), &facts) == 0 &&
                      ::link(part_.c_str(), path_.c_str()) == 0 && ::unlink(part_.c_str()) == 0 &&
                      sync_folder_of(path_);
    if (!kept) return refuse(Code::Unavailable);
    return static_cast<std::uint64_t>(facts.st_size);
  }

  std::string path_;
  std::string part_;
  std::string database_;
  std::unique_ptr<Connection> target_;
  std::unique_ptr<sqlite3_backup, FinishBackup> copy_;
};

}  // namespace

std::unique_ptr<Errand> make_backup(std::string path, std::string database) {
  return std::make_unique<Backup>(std::move(path), std::move(database));
}

}  // namespace holdfast::store::sqlite
