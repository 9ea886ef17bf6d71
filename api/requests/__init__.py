"""Ad hoc requests (yêu cầu báo cáo đột xuất): a few columns asked of an audience, due in hours, counted live."""
