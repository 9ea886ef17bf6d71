"""What is said to a person about a document, in both languages, and how much each doubt weighs."""

from typing import NamedTuple

from api.kit.problems import Message

REFUSALS = {
    "empty": Message("Tệp không có nội dung.", "The file is empty."),
    "too_large": Message(
        "Tệp lớn hơn 50 MB. Hãy bỏ hình ảnh trong tệp hoặc chỉ gửi kế hoạch và phụ lục.",
        "The file is larger than 50 MB. Remove its pictures, or send the plan and its appendices only.",
    ),
    "unknown_kind": Message(
        "Chỉ đọc được kế hoạch ở dạng DOCX, XLSX hoặc PDF có chữ.",
        "Only plans as DOCX, XLSX or PDF with text can be read.",
    ),
    "old_office": Message(
        "Tệp ở định dạng cũ (DOC, XLS). Hãy mở bằng Word hoặc Excel và lưu thành DOCX, XLSX.",
        "The file is in the old format (DOC, XLS). Open it in Word or Excel and save it as DOCX or XLSX.",
    ),
    "encrypted": Message(
        "Tệp được đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
        "The file is protected by a password. Remove the password and send it again.",
    ),
    "macros": Message(
        "Tệp chứa macro. Hãy lưu thành DOCX hoặc XLSX không có macro rồi gửi lại.",
        "The file contains macros. Save it as DOCX or XLSX without macros and send it again.",
    ),
    "zip_bomb": Message(
        "Tệp nén quá nhiều dữ liệu so với kích thước nên không được mở.",
        "The file unpacks to far more than a plan needs and was not opened.",
    ),
    "damaged": Message(
        "Tệp bị hỏng hoặc không đúng định dạng. Hãy mở và lưu lại bằng Word, Excel rồi gửi lại.",
        "The file is damaged or not what its format says. Open it, save it anew and send it again.",
    ),
    "scan": Message(
        "Tệp PDF là ảnh quét, không có chữ để đọc. Hãy gửi bản Word, Excel hoặc PDF xuất từ Word.",
        "The PDF is a scan without text. Send the Word or Excel file, or a PDF made from Word.",
    ),
    "unreadable_text": Message(
        "Chữ trong tệp dùng bảng mã cũ hoặc phông không đọc được. Hãy gửi bản Word hoặc Excel dùng Unicode.",
        "The text of the file uses an old encoding or a font that cannot be read. Send a Unicode Word or Excel file.",
    ),
    "too_long": Message(
        "Tệp có quá nhiều trang, dòng hoặc bảng so với một kế hoạch.",
        "The file has more pages, rows or tables than a plan has.",
    ),
    "no_table": Message(
        "Không tìm thấy bảng nhiệm vụ hoặc chỉ tiêu nào trong tệp.",
        "No table of tasks or targets was found in the file.",
    ),
    "took_too_long": Message(
        "Đọc tệp mất quá nhiều thời gian hoặc bộ nhớ nên đã dừng.",
        "Reading the file took too much time or memory and was stopped.",
    ),
    "stopped": Message(
        "Việc đọc tệp đã được dừng theo yêu cầu. Nếu vẫn cần, hãy gửi lại tệp.",
        "Reading the file was stopped as asked. Send it again if you still need it.",
    ),
    "failed": Message(
        "Hệ thống chưa đọc được tệp này; lỗi đã được ghi lại. Hãy thử gửi bản Word hoặc Excel khác.",
        "The system could not read this file; the fault was logged. Try another Word or Excel copy of it.",
    ),
}


class Doubt(NamedTuple):
    """A problem's words, and what is left of a row's confidence when it is there (1: for information)."""

    message: Message
    weight: float


PROBLEMS = {
    "number_missing": Doubt(Message("Dòng không có số thứ tự.", "The row has no number."), 0.9),
    "number_repeated": Doubt(
        Message("Số {number} đã dùng ở dòng trước.", "Number {number} was used by an earlier row."), 0.8
    ),
    "number_inferred": Doubt(
        Message(
            "Bảng tính ghi {printed}; theo thứ tự hiểu là {number}.",
            "The sheet stores {printed}; by its place it is read as {number}.",
        ),
        0.8,
    ),
    "title_missing": Doubt(Message("Dòng không có nội dung.", "The row has no title."), 0.5),
    "title_from_results": Doubt(
        Message(
            "Dòng con không có nội dung riêng; lấy theo cột kết quả.",
            "The sub-row has no title of its own; it is taken from its results.",
        ),
        0.9,
    ),
    "lead_missing": Doubt(Message("Chưa có đơn vị chủ trì.", "No lead unit is named."), 0.8),
    "lead_in_brackets": Doubt(
        Message("Đơn vị chủ trì lấy trong ngoặc: {printed}", "The lead is taken from the brackets: {printed}"), 1.0
    ),
    "list_unclear": Doubt(Message("“{text}” có thể là nhiều đơn vị.", "“{text}” may be several units."), 0.8),
    "separator_missing": Doubt(
        Message("Thiếu dấu phân cách giữa các đơn vị: “{text}”.", "A separator is missing between units: “{text}”."),
        0.8,
    ),
    "unit_not_matched": Doubt(
        Message("Chưa xác định được đơn vị “{text}”.", "No unit or audience matches “{text}”."), 0.8
    ),
    "unit_match_unsure": Doubt(Message("Đơn vị “{text}” có thể là “{name}”.", "“{text}” is probably “{name}”."), 0.85),
    "deadline_missing": Doubt(Message("Chưa có thời gian thực hiện.", "No deadline is printed."), 0.9),
    "deadline_not_understood": Doubt(
        Message("Chưa hiểu thời gian “{text}”.", "The deadline “{text}” was not understood."), 0.6
    ),
    "deadline_doubtful": Doubt(
        Message("Cần xem lại thời gian “{text}”.", "The deadline “{text}” should be looked at."), 0.8
    ),
    "year_unknown": Doubt(
        Message(
            "Chưa biết năm của kế hoạch nên chưa tính được thời hạn.",
            "The plan's year is unknown, so deadlines were not computed.",
        ),
        0.8,
    ),
    "ditto": Doubt(Message("Lấy theo dòng trên (“{text}”).", "Taken from the row above (“{text}”)."), 0.9),
    "row_joined": Doubt(Message("Ghép với dòng bị ngắt ngay sau.", "Joined with the broken row that follows."), 0.95),
    "group_assumed": Doubt(
        Message(
            "Dòng chỉ có tên, không có số; hiểu là tên nhóm của các dòng dưới.",
            "The row has a title and no number; it is read as the group of the rows below.",
        ),
        0.8,
    ),
    "group_has_values": Doubt(
        Message("Dòng nhóm còn có nội dung khác: “{text}”.", "The group's row holds more: “{text}”."), 0.7
    ),
    "no_figure": Doubt(Message("Chỉ tiêu không có con số.", "The target has no figure."), 0.9),
    "target_missing": Doubt(Message("Chưa có mức chỉ tiêu.", "No target is printed."), 0.6),
    "target_not_understood": Doubt(
        Message("Chưa hiểu mức chỉ tiêu “{text}”.", "The target “{text}” was not understood."), 0.6
    ),
    "target_partly_read": Doubt(
        Message("Trong “{text}” còn phần chưa hiểu: “{rest}”.", "Of “{text}” this was not understood: “{rest}”."), 0.8
    ),
    "several_figures": Doubt(Message("“{text}” có nhiều con số.", "“{text}” holds several figures."), 0.5),
    "figure_from_name": Doubt(
        Message("Mức chỉ tiêu lấy trong tên chỉ tiêu: “{text}”.", "The figure is taken from the name: “{text}”."), 0.7
    ),
    "fraction_as_percent": Doubt(
        Message("Bảng tính ghi {printed}; hiểu là {value}%.", "The sheet stores {printed}; it is read as {value}%."),
        0.7,
    ),
    "ambiguous_number": Doubt(
        Message("“{text}” có thể đọc thành hai số khác nhau.", "“{text}” can be read as two numbers."), 0.4
    ),
    "approximate": Doubt(Message("“{text}” là số ước chừng.", "“{text}” is approximate."), 0.8),
    "unit_differs": Doubt(
        Message(
            "Đơn vị tính ghi “{column}” nhưng mức ghi “{text}”.",
            "The unit column says “{column}”, the target “{text}”.",
        ),
        0.7,
    ),
    "indicator_match_unsure": Doubt(
        Message(
            "Có thể là chỉ tiêu “{name}” đã có; chưa chọn thì sẽ tạo chỉ tiêu mới.",
            "It may be the indicator “{name}”; unless one is chosen, a new one is made.",
        ),
        0.85,
    ),
    "indicator_new": Doubt(
        Message("Sở chưa có chỉ tiêu này; sẽ tạo mới.", "The department has no such indicator; a new one is made."), 1.0
    ),
    "row_not_taken": Doubt(Message("Không đưa vào dự thảo: {vi}", "Not taken into the draft: {en}"), 1.0),
    "parent_left_out": Doubt(
        Message(
            "Không có dòng số {number} phía trên; đưa vào thành dòng riêng.",
            "There is no row numbered {number} above it; it became a row of its own.",
        ),
        1.0,
    ),
    "figures_not_taken": Doubt(
        Message(
            "Các con số của chỉ tiêu chưa khớp nhau; chỉ giữ chữ “{text}”.",
            "The target's figures do not fit together; only the text “{text}” is kept.",
        ),
        1.0,
    ),
    "note_not_kept": Doubt(
        Message("Chỉ tiêu không có chỗ cho ghi chú “{text}”.", "A target has no place for the note “{text}”."), 1.0
    ),
    "basis_not_taken": Doubt(
        Message("Căn cứ chưa đưa vào được: “{text}”.", "This legal basis was not taken: “{text}”."), 1.0
    ),
    "signer_not_taken": Doubt(
        Message("Người ký chưa đủ họ tên, chức vụ: “{text}”.", "The signer lacks a name or an office: “{text}”."), 1.0
    ),
    "column_unsure": Doubt(
        Message("Chưa chắc cột “{column}” là {role}.", "Column “{column}” may not be the {role}."), 0.8
    ),
    "header_assumed": Doubt(
        Message(
            "Bảng không có dòng tiêu đề; hiểu theo bảng trước.",
            "The table has no heading; it is read like the one before.",
        ),
        0.8,
    ),
    "row_set_aside": Doubt(Message("Không đưa vào: “{text}”.", "Left out: “{text}”."), 1.0),
    "row_hidden": Doubt(
        Message(
            "Dòng đang ẩn trong bảng tính, không đưa vào: “{text}”.",
            "The row is hidden in the sheet and was left out: “{text}”.",
        ),
        1.0,
    ),
    "table_not_understood": Doubt(
        Message("Bảng {table} không rõ là nhiệm vụ hay chỉ tiêu.", "Table {table} is neither tasks nor targets."), 1.0
    ),
    "issuer_missing": Doubt(Message("Chưa rõ cơ quan ban hành.", "The issuer is unclear."), 1.0),
    "title_unclear": Doubt(Message("Chưa rõ tên kế hoạch.", "The plan's title is unclear."), 1.0),
    "document_number_missing": Doubt(Message("Kế hoạch chưa có số.", "The plan has no number yet."), 1.0),
    "date_missing": Doubt(Message("Kế hoạch chưa có ngày ban hành.", "The plan has no date yet."), 1.0),
    "signer_missing": Doubt(Message("Chưa rõ người ký.", "The signer is unclear."), 1.0),
    "year_missing": Doubt(Message("Chưa rõ năm của kế hoạch.", "The plan's year is unclear."), 1.0),
    "plan_exists": Doubt(
        Message(
            "Có thể đơn vị đã có kế hoạch này cho năm {year}: {vi}. Tạo dự thảo từ tệp này thì sẽ có thêm một bản.",
            "The unit may already have this plan for {year}: {en}. A draft made of this file would be one more.",
        ),
        1.0,
    ),
}
