"""What is to be found, on what data, judged how."""
